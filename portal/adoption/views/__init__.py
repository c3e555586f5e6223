"""Pages of the room: plans, their parts and stages, problems, questions, lists and work."""

from flask import Blueprint

blueprint = Blueprint("adoption", __name__, template_folder="../templates")
