"""Pages of the register: lists, one innovation, its questions."""

from flask import Blueprint

from portal.records.asking import Finder
from portal.register import queries

blueprint = Blueprint("register", __name__, template_folder="../templates")
INNOVATIONS = Finder("register", queries.get_innovation)
load, changing = INNOVATIONS.load, INNOVATIONS.changing
