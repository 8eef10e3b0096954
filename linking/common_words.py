"""Single words that are names in some vocabulary and yet say little on their own.

Kept by hand. General words of medicine and of studies, which names are made of and every page
about treatment has, carry no link before an editor says so. Plain English words that are also the
name of a finding, an animal or a plant in disease vocabularies do link, and an editor who adds
one is warned.
"""

from content.text.analyser import fold_phrase


def keys_of(words: str) -> frozenset[str]:
    return frozenset(key for word in words.split() for key in fold_phrase(word))


GENERAL = keys_of("""
    abnormality acute active adult bleeding body cell chronic clinical common complication
    condition control damage death deficiency defect development disability disease disorder
    disturbance dose dysfunction effect exposure failure familial finding function group growth
    health high idiopathic illness impairment inherited intrinsic late lesion level loss low
    malformation medicine mild moderate mutation normal organ outcome patient phenotype primary
    problem procedure process progressive rate reaction recurrent response risk secondary severe
    sign stage study symptom syndrome therapy tissue treatment trial type
""")
PLAIN = keys_of("""
    allergic attack bite blister boil break bruise burn can chill choke cold constitutional cough
    crab cut drop drug egg eye fall fatigue fever fit fracture hair hand head hearing heart hop
    hunger infection inflammation injury itch knee leech leg lip lump mark mole nail nose pain
    patch plague rash red scale scar shock skin sleep smoke sore spot stone stress swelling thirst
    tick tire trauma trip tumour twin ulcer vision voice weakness weight worm wound
""")


def is_general(text: str) -> bool:
    keys = fold_phrase(text)
    return len(keys) == 1 and keys[0] in GENERAL


def is_plain(text: str) -> bool:
    keys = fold_phrase(text)
    return len(keys) == 1 and keys[0] in PLAIN
