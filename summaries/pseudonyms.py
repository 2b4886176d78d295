"""Names for writers who stay unnamed: one for each writer and paper, and no two of them tell that they belong together.

HMAC-SHA-256 (RFC 2104) under a secret of the site, so that nobody else can compute whose name a name is.
"""

import hashlib
import hmac
from datetime import datetime

WORDS_OF_QUALITY = """
Amber Attentive Autumn Balanced Brisk Calm Candid Careful Clear Coastal Copper Curious Deliberate Diligent Distant
Early Earnest Even Evening Exact Fair Faithful Fleet Frank Gentle Golden Grey Hidden Honest Inland Island Keen Late
Level Lively Lucid Lunar Measured Mellow Methodical Misty Modest Morning Mountain Northern Patient Pensive Plain Polar
Prudent Quiet Reflective River Russet Silver Solar Southern Steady Still Subtle Thorough Tidal Wandering Winter
"""
WORDS_OF_CREATURE = """
Avocet Badger Beaver Bison Bittern Blackbird Bluethroat Bullfinch Bunting Buzzard Chaffinch Chamois Chough Cormorant
Crane Crossbill Curlew Cygnet Dipper Dolphin Dormouse Dotterel Dove Dragonfly Dunlin Dunnock Eider Elk Ermine Falcon
Fieldfare Firefly Flamingo Gannet Gecko Godwit Goldcrest Goldeneye Goldfinch Goshawk Grebe Greenshank Grosbeak Grouse
Guillemot Gull Hare Harrier Hedgehog Heron Hobby Hoopoe Ibex Ibis Jackdaw Jay Kestrel Kingfisher Kite Kittiwake
Lapwing Lark Linnet Lizard Loon Lynx Magpie Mallard Marmot Marten Martin Merlin Mole Moorhen Narwhal Newt Nightingale
Nightjar Nuthatch Oriole Osprey Otter Ouzel Owl Oystercatcher Partridge Pelican Petrel Pheasant Pintail Pipit Plover
Porpoise Puffin Quail Raven Redpoll Redshank Redstart Redwing Robin Roebuck Rook Ruff Salamander Sandpiper Seal Serin
Shearwater Shelduck Shoveler Shrike Siskin Skua Skylark Snipe Spoonbill Starling Stilt Stoat Stork Swallow Swan Swift
Tanager Teal Tern
"""
QUALITIES = WORDS_OF_QUALITY.split()
CREATURES = WORDS_OF_CREATURE.split()


def pseudonym_for(*, key: bytes, writer: int, paper: int, attempt: int = 0) -> str:
    """Such as "Anonymous Quiet Heron". A further attempt gives another name, for where one is taken on the paper."""
    message = f"pseudonym:{writer}:{paper}:{attempt}".encode()
    number = int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8])
    number, quality = divmod(number, len(QUALITIES))
    return f"Anonymous {QUALITIES[quality]} {CREATURES[number % len(CREATURES)]}"


def to_the_day(moment: datetime) -> datetime:
    """The beginning of the day, in the zone that it is given in: the hour could tell who it was."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
