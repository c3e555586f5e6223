"""Pages of the room: scores, weights, scenarios, decisions."""

from flask import Blueprint

blueprint = Blueprint("portfolio", __name__, template_folder="../templates", url_prefix="/dasbor/prioritas")
