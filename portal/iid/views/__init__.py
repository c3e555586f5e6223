"""Pages of the IID desk."""

from flask import Blueprint

blueprint = Blueprint("iid", __name__, template_folder="../templates")
