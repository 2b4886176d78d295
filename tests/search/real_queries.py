"""What researchers would type who look for one paper of the recorded records, and the paper that they mean.

Written by hand from memory of the titles, not copied: words left out or in another form, author and year, slips of
the keyboard, words of a formula. The numbers are arXiv ids.
"""

# What kind of query it is, what is typed, and what is to be found.
QUERIES = [
    # some words of the title
    ("title", "oscillators long range power law synchronization", "1003.1447"),
    ("title", "commodity derivatives memory", "1711.00307"),
    ("title", "damped wave equation instability unbounded domain", "math/0406041"),
    ("title", "breaching distance preserving data perturbation", "0911.2942"),
    ("title", "composition operators complex symmetric ball", "1207.0828"),
    ("title", "pants graph simplicial embedding", "0901.1745"),
    ("title", "abraham force conducting media", "1707.08642"),
    ("title", "password speech watermark", "1304.8080"),
    ("title", "complexity of minrank", "1905.02682"),
    ("title", "collapse cloud gas bubbles", "1804.11079"),
    ("title", "BLISP backscatter", "1604.00913"),
    ("title", "discrete logarithms composite degree finite fields", "1809.06135"),
    ("title", "sparsifying preconditioner soliton", "1511.03756"),
    ("title", "superfluidity of bose-einstein condensates random potential", "1407.3568"),
    ("title", "natural language inference BiLSTM max pooling", "1808.08762"),
    ("title", "linguistic ontologies game", "1909.07371"),
    ("title", "echo state networks edge of criticality", "1603.03685"),
    ("title", "global trie subterms", "1112.3780"),
    ("title", "grad-div stabilisation navier stokes inf-sup", "1610.05017"),
    ("title", "bird yaw stability CFD", "0804.4752"),
    ("title", "square-free elements cancellative monoids", "1812.11882"),
    ("title", '"violator spaces"', "cs/0606087"),
    ("title", "desperately seeking superstrings", "physics/9403001"),
    ("title", "nonlinear model convection ekman pumping", "1601.08247"),
    # authors, with a word or a year
    ("author", "knuth nested satisfiability", "cs/9301111"),
    ("author", "talman 2018 language inference", "1808.08762"),
    ("author", "hohensee equivalence principle redshift", "1102.4362"),
    ("author", "skeide picard group", "math/0511661"),
    ("author", "kuijlaars squared bessel paths", "0911.3831"),
    ("author", "author:guillevic logarithms", "1809.06135"),
    ("author", "katori clock transition optical lattice 2003", "physics/0309044"),
    ("author", "gartner matousek violator", "cs/0606087"),
    ("author", "author:ying year:2015 preconditioner", "1511.03756"),
    ("author", "froewis entangled atoms solid", "1703.04704"),
    ("author", "Dal Lago linear logic quantum circuits", "1210.0613"),
    ("author", "gade vaidya private learning", "1612.05236"),
    # slips
    ("slip", "synchronizaton of oscilators power law", "1003.1447"),
    ("slip", "superstings ginsparg", "physics/9403001"),
    ("slip", "hierachical bilstm max poolng", "1808.08762"),
    ("slip", "gravitatonal redshift equivalnce principle", "1102.4362"),
    ("slip", "echo state netwroks criticality fisher", "1603.03685"),
    ("slip", "conected program synthesis reachabilty repair", "1903.11765"),
    ("slip", "reverisble data hiding gans", "1905.02872"),
    # formulas and signs
    ("formula", r"\ell^q regularization deep learning", "1908.03006"),
    ("formula", "tau function painleve random matrices GUE", "math-ph/0103025"),
    ("formula", "beta divergence convolutional NMF", "1803.05159"),
    ("formula", "asl_2 representations", "0808.2997"),
    ("formula", "MM^{+++} generic absoluteness", "1305.2058"),
    ("formula", "U_q(osp(1|2n)) spinor representation", "1707.09730"),
    ("formula", "Na+/K+ ATPase cardiac model", "1711.00989"),
    ("formula", "schrodinger equation time dependent fast multidimensional", "1610.08673"),
    ("formula", "Monge-Ampere measures convex bodies", "0705.1095"),
    # an identifier, without anything before it
    ("number", "1703.04704", "1703.04704"),
    ("number", "hep-th/9711200v3", "hep-th/9711200"),
]
