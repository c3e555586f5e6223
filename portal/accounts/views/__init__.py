"""Pages of the room: signing in, one's own account, and the people an admin looks after."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="../templates")
