"""Questions and remarks on an innovation."""

from portal.register.changes import INNOVATION
from portal.register.comments import COMMENTS
from portal.register.views import INNOVATIONS, blueprint

COMMENTS.routes(blueprint, "/register", INNOVATION, INNOVATIONS)
COMMENTS.answer_routes(blueprint, "/register/tulisan")
