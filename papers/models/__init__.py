from papers.models.harvests import Harvest, SnapshotLoad
from papers.models.listed import listed_names, name_papers, read_names
from papers.models.merges import KeptApart, PaperRedirect
from papers.models.paper import Paper, PaperIdentifier, PaperVersion
from papers.models.people import Author, Authorship
from papers.models.places import Category, PaperCategory, Venue
from papers.models.resources import Resource

__all__ = [
    "Author",
    "Authorship",
    "Category",
    "Harvest",
    "KeptApart",
    "Paper",
    "PaperCategory",
    "PaperIdentifier",
    "PaperRedirect",
    "PaperVersion",
    "Resource",
    "SnapshotLoad",
    "Venue",
    "listed_names",
    "name_papers",
    "read_names",
]
