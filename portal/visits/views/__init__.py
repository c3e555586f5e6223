"""Pages of the room: visits, their parts and stages, answers, reports, lists, rates and offered facts."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__, template_folder="../templates")
