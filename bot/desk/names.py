"""What advisers call a case. It says nothing about her: it comes from a random number, and no word
here is anybody's name."""

TREES_AND_RIVERS = (
    *("Alder", "Beech", "Birch", "Cedar", "Chestnut", "Cypress", "Elm", "Fir", "Hawthorn"),
    *("Hornbeam", "Larch", "Lime", "Maple", "Oak", "Pine", "Poplar", "Spruce", "Sycamore"),
    *("Walnut", "Yew", "Avon", "Humber", "Medway", "Mersey", "Spey", "Tees", "Thames", "Tweed"),
    *("Tyne", "Wye"),
)
BIRDS = (
    *("Avocet", "Bittern", "Curlew", "Dipper", "Dunlin", "Eider", "Fieldfare", "Fulmar", "Gannet"),
    *("Goldcrest", "Goldfinch", "Heron", "Kestrel", "Kingfisher", "Lapwing", "Lark", "Linnet"),
    *("Nuthatch", "Osprey", "Petrel", "Plover", "Puffin", "Redwing", "Sandpiper", "Siskin"),
    *("Starling", "Swallow", "Teal", "Wagtail", "Whimbrel"),
)


def case_name(id_: int) -> str:
    """ "Alder Heron 417": the same for the same number."""
    rest, first = divmod(abs(id_), len(TREES_AND_RIVERS))
    rest, second = divmod(rest, len(BIRDS))
    return f"{TREES_AND_RIVERS[first]} {BIRDS[second]} {100 + rest % 900}"
