"""The venues that arXiv papers name, one a line: `slug | name | full name | other spellings | DOI beginnings`.

A spelling of one word is met in exactly that case, one of several words in any case; a blank in it stands for any
run of blanks and punctuation. In a DOI, `#` stands for digits. `!` before a spelling: the word means other things
too, so a year beside it is not enough.
"""
# ruff: noqa: E501 -- a venue is a line of the table

CONFERENCES = """
neurips | NeurIPS | Conference on Neural Information Processing Systems | Neurips; NEURIPS; NIPS; Nips; Neural Information Processing Systems; Neural Info Proc Systems; Advances in Neural Information Processing Systems; Adv Neural Inf Process Syst |
icml | ICML | International Conference on Machine Learning | Int Conf on Machine Learning; Intl Conf on Machine Learning; Int'l Conf on Machine Learning |
iclr | ICLR | International Conference on Learning Representations | Int Conf on Learning Representations; Intl Conf on Learning Representations |
cvpr | CVPR | IEEE/CVF Conference on Computer Vision and Pattern Recognition | Conference on Computer Vision and Pattern Recognition; Conf on Computer Vision and Pattern Recognition; Computer Vision and Pattern Recognition; Computer Vision & Pattern Recognition | 10.1109/cvpr.; 10.1109/cvpr#.
iccv | ICCV | IEEE/CVF International Conference on Computer Vision | International Conference on Computer Vision; Int Conf on Computer Vision; Intl Conf on Computer Vision | 10.1109/iccv.; 10.1109/iccv#.
eccv | ECCV | European Conference on Computer Vision | European Conf on Computer Vision |
wacv | WACV | IEEE/CVF Winter Conference on Applications of Computer Vision | Winter Conference on Applications of Computer Vision; Winter Conf on Applications of Computer Vision | 10.1109/wacv.; 10.1109/wacv#.
bmvc | BMVC | British Machine Vision Conference | | 10.5244/c.
accv | ACCV | Asian Conference on Computer Vision | |
icip | ICIP | IEEE International Conference on Image Processing | International Conference on Image Processing | 10.1109/icip.; 10.1109/icip#.
icpr | ICPR | International Conference on Pattern Recognition | | 10.1109/icpr.; 10.1109/icpr#.
3dv | 3DV | International Conference on 3D Vision | | 10.1109/3dv.; 10.1109/3dv#.
acl | ACL | Annual Meeting of the Association for Computational Linguistics | ACL IJCNLP; Meeting of the Association for Computational Linguistics; Annual Meeting of the ACL | 10.18653/v1/p#-; 10.18653/v1/#.acl-; 10.3115/v1/p#-
emnlp | EMNLP | Conference on Empirical Methods in Natural Language Processing | EMNLP IJCNLP; EMNLP CoNLL; HLT EMNLP; Empirical Methods in Natural Language Processing; Empirical Methods on Natural Language Processing | 10.18653/v1/d#-; 10.18653/v1/#.emnlp-; 10.3115/v1/d#-
naacl | NAACL | Conference of the North American Chapter of the Association for Computational Linguistics | NAACL HLT; HLT NAACL; North American Chapter of the Association for Computational Linguistics; North American Chapter of the ACL | 10.18653/v1/n#-; 10.18653/v1/#.naacl-; 10.3115/v1/n#-
eacl | EACL | Conference of the European Chapter of the Association for Computational Linguistics | European Chapter of the Association for Computational Linguistics; European Chapter of the ACL | 10.18653/v1/e#-; 10.18653/v1/#.eacl-; 10.3115/v1/e#-
findings | Findings of ACL | Findings of the Association for Computational Linguistics | Findings of EMNLP; Findings of NAACL; Findings of the ACL; Findings of the Association for Computational Linguistics EMNLP; Findings of the Association for Computational Linguistics ACL; Findings of the Association for Computational Linguistics NAACL; EMNLP Findings; ACL Findings; NAACL Findings | 10.18653/v1/#.findings-
coling | COLING | International Conference on Computational Linguistics | Coling | 10.18653/v1/c#-; 10.18653/v1/#.coling-
conll | CoNLL | Conference on Computational Natural Language Learning | CONLL; Computational Natural Language Learning | 10.18653/v1/k#-; 10.18653/v1/#.conll-
ijcnlp | IJCNLP | International Joint Conference on Natural Language Processing | AACL IJCNLP |
lrec | LREC | International Conference on Language Resources and Evaluation | LREC COLING; Language Resources and Evaluation Conference |
inlg | INLG | International Conference on Natural Language Generation | International Natural Language Generation Conference | 10.18653/v1/#.inlg-
sigdial | SIGDIAL | Annual Meeting of the Special Interest Group on Discourse and Dialogue | SIGDial; SIGdial | 10.18653/v1/#.sigdial-
aaai | AAAI | AAAI Conference on Artificial Intelligence | National Conference on Artificial Intelligence | 10.1609/aaai.
ijcai | IJCAI | International Joint Conference on Artificial Intelligence | IJCAI ECAI; IJCAI PRICAI; International Joint Conferences on Artificial Intelligence; International Joint Conf on Artificial Intelligence; Int Joint Conf on Artificial Intelligence | 10.24963/ijcai.
ecai | ECAI | European Conference on Artificial Intelligence | |
aamas | AAMAS | International Conference on Autonomous Agents and Multiagent Systems | Autonomous Agents and Multiagent Systems; Autonomous Agents and Multi Agent Systems; International Joint Conference on Autonomous Agents and Multiagent Systems |
aistats | AISTATS | International Conference on Artificial Intelligence and Statistics | AIStats; AIstats; Aistats; Conference on Artificial Intelligence and Statistics; Artificial Intelligence and Statistics |
uai | UAI | Conference on Uncertainty in Artificial Intelligence | Uncertainty in Artificial Intelligence; Uncertainty in AI |
colt | COLT | Conference on Learning Theory | Conference on Computational Learning Theory; Annual Conference on Learning Theory |
alt | ALT | International Conference on Algorithmic Learning Theory | !ALT; Algorithmic Learning Theory |
acml | ACML | Asian Conference on Machine Learning | |
ecml-pkdd | ECML PKDD | European Conference on Machine Learning and Principles and Practice of Knowledge Discovery in Databases | ECML; PKDD; European Conference on Machine Learning; ECMLPKDD |
corl | CoRL | Conference on Robot Learning | CORL; Conf on Robot Learning |
automl | AutoML Conference | International Conference on Automated Machine Learning | AutoML Conf |
mlsys | MLSys | Conference on Machine Learning and Systems | SysML; Conference on Systems and Machine Learning |
midl | MIDL | Medical Imaging with Deep Learning | |
mlhc | MLHC | Machine Learning for Healthcare | Machine Learning for Healthcare Conference; Machine Learning in Healthcare |
kr | KR | International Conference on Principles of Knowledge Representation and Reasoning | !KR; Principles of Knowledge Representation and Reasoning | 10.24963/kr.
icaps | ICAPS | International Conference on Automated Planning and Scheduling | Automated Planning and Scheduling | 10.1609/icaps.
kdd | KDD | ACM SIGKDD Conference on Knowledge Discovery and Data Mining | SIGKDD; ACM SIGKDD; ACM SIGKDD International Conference on Knowledge Discovery and Data Mining; SIGKDD Conference on Knowledge Discovery and Data Mining; International Conference on Knowledge Discovery and Data Mining; International Conference on Knowledge Discovery & Data Mining |
www | WWW | The Web Conference | TheWebConf; International World Wide Web Conference; World Wide Web Conference; International Conference on World Wide Web; Web Conference |
sigir | SIGIR | International ACM SIGIR Conference on Research and Development in Information Retrieval | ACM SIGIR; SIGIR Conference on Research and Development in Information Retrieval; ACM SIGIR Conference |
wsdm | WSDM | ACM International Conference on Web Search and Data Mining | International Conference on Web Search and Data Mining; Web Search and Data Mining |
cikm | CIKM | ACM International Conference on Information and Knowledge Management | Conference on Information and Knowledge Management; International Conference on Information and Knowledge Management |
recsys | RecSys | ACM Conference on Recommender Systems | RECSYS; Recsys; ACM Conf on Recommender Systems |
ecir | ECIR | European Conference on Information Retrieval | European Conference on IR Research |
icdm | ICDM | IEEE International Conference on Data Mining | IEEE ICDM | 10.1109/icdm.; 10.1109/icdm#.
sdm | SDM | SIAM International Conference on Data Mining | !SDM | 10.1137/1.#.sdm
pakdd | PAKDD | Pacific-Asia Conference on Knowledge Discovery and Data Mining | |
icwsm | ICWSM | International AAAI Conference on Web and Social Media | International Conference on Weblogs and Social Media; International Conference on Web and Social Media; International AAAI Conference on Weblogs and Social Media | 10.1609/icwsm.
jcdl | JCDL | ACM/IEEE Joint Conference on Digital Libraries | Joint Conference on Digital Libraries | 10.1109/jcdl.; 10.1109/jcdl#.
iswc | ISWC | International Semantic Web Conference | |
ismir | ISMIR | International Society for Music Information Retrieval Conference | International Conference on Music Information Retrieval |
icra | ICRA | IEEE International Conference on Robotics and Automation | International Conference on Robotics and Automation; Int Conf on Robotics and Automation; International Conference on Robotics & Automation | 10.1109/icra.; 10.1109/icra#.
iros | IROS | IEEE/RSJ International Conference on Intelligent Robots and Systems | International Conference on Intelligent Robots and Systems; Int Conf on Intelligent Robots and Systems; Intelligent Robots and Systems | 10.1109/iros.; 10.1109/iros#.
rss | RSS | Robotics: Science and Systems | !RSS; Robotics Science and Systems Conference | 10.15607/rss.
hri | HRI | ACM/IEEE International Conference on Human-Robot Interaction | International Conference on Human Robot Interaction | 10.1109/hri.; 10.1109/hri#.
wafr | WAFR | Workshop on the Algorithmic Foundations of Robotics | Algorithmic Foundations of Robotics |
cdc | CDC | IEEE Conference on Decision and Control | Conference on Decision and Control; Conf on Decision and Control; IEEE CDC | 10.1109/cdc.; 10.1109/cdc#.
acc | ACC | American Control Conference | !ACC | 10.23919/acc.; 10.1109/acc.; 10.23919/acc#.
ecc | ECC | European Control Conference | !ECC | 10.23919/ecc.; 10.23919/ecc#.
interspeech | Interspeech | Annual Conference of the International Speech Communication Association | INTERSPEECH; InterSpeech; Conference of the International Speech Communication Association | 10.21437/interspeech.
icassp | ICASSP | IEEE International Conference on Acoustics, Speech and Signal Processing | International Conference on Acoustics Speech and Signal Processing; International Conference on Acoustics Speech & Signal Processing; International Conference on Acoustics Speech and Signal Proc | 10.1109/icassp.; 10.1109/icassp#.
asru | ASRU | IEEE Automatic Speech Recognition and Understanding Workshop | Automatic Speech Recognition and Understanding | 10.1109/asru.; 10.1109/asru#.
slt | SLT | IEEE Spoken Language Technology Workshop | !SLT; IEEE SLT; Spoken Language Technology | 10.1109/slt.; 10.1109/slt#.
eusipco | EUSIPCO | European Signal Processing Conference | | 10.23919/eusipco.; 10.23919/eusipco#.; 10.1109/eusipco.
miccai | MICCAI | International Conference on Medical Image Computing and Computer-Assisted Intervention | Medical Image Computing and Computer Assisted Intervention; Medical Image Computing & Computer Assisted Intervention; Medical Image Computing and Computer Assisted Interventions |
isbi | ISBI | IEEE International Symposium on Biomedical Imaging | International Symposium on Biomedical Imaging | 10.1109/isbi.; 10.1109/isbi#.
ipmi | IPMI | Information Processing in Medical Imaging | |
siggraph | SIGGRAPH | ACM SIGGRAPH | Siggraph; SIGGRAPH Asia; ACM SIGGRAPH Asia; ACM SIGGRAPH Conference |
gecco | GECCO | Genetic and Evolutionary Computation Conference | |
ijcnn | IJCNN | International Joint Conference on Neural Networks | | 10.1109/ijcnn.; 10.1109/ijcnn#.
icann | ICANN | International Conference on Artificial Neural Networks | |
chi | CHI | ACM CHI Conference on Human Factors in Computing Systems | !CHI; ACM CHI; CHI Conference on Human Factors in Computing Systems; Conference on Human Factors in Computing Systems; ACM Conference on Human Factors in Computing; ACM Conference on Human Factors in Computing Systems |
cscw | CSCW | ACM Conference on Computer-Supported Cooperative Work and Social Computing | Computer Supported Cooperative Work; Conference on Computer Supported Cooperative Work |
uist | UIST | ACM Symposium on User Interface Software and Technology | User Interface Software and Technology |
iui | IUI | ACM International Conference on Intelligent User Interfaces | Conference on Intelligent User Interfaces |
facct | FAccT | ACM Conference on Fairness, Accountability, and Transparency | FAT*; Conference on Fairness Accountability and Transparency |
aies | AIES | AAAI/ACM Conference on AI, Ethics, and Society | Conference on AI Ethics and Society; Conference on Artificial Intelligence Ethics and Society |
hcomp | HCOMP | AAAI Conference on Human Computation and Crowdsourcing | Conference on Human Computation and Crowdsourcing | 10.1609/hcomp.
stoc | STOC | ACM Symposium on Theory of Computing | Symposium on Theory of Computing; Symposium on the Theory of Computing; Annual ACM Symposium on the Theory of Computing |
focs | FOCS | IEEE Symposium on Foundations of Computer Science | Symposium on Foundations of Computer Science; Foundations of Computer Science FOCS | 10.1109/focs.; 10.1109/focs#.; 10.1109/sfcs.
soda | SODA | ACM-SIAM Symposium on Discrete Algorithms | Symposium on Discrete Algorithms; ACM SIAM SODA | 10.1137/1.#.soda
itcs | ITCS | Innovations in Theoretical Computer Science | Innovations in Theoretical Computer Science Conference | 10.4230/lipics.itcs.
icalp | ICALP | International Colloquium on Automata, Languages, and Programming | International Colloquium on Automata Languages and Programming; Automata Languages and Programming | 10.4230/lipics.icalp.
stacs | STACS | International Symposium on Theoretical Aspects of Computer Science | Symposium on Theoretical Aspects of Computer Science; Theoretical Aspects of Computer Science | 10.4230/lipics.stacs.
esa | ESA | European Symposium on Algorithms | !ESA; Annual European Symposium on Algorithms | 10.4230/lipics.esa.
socg | SoCG | International Symposium on Computational Geometry | SOCG; Symposium on Computational Geometry; ACM Symposium on Computational Geometry | 10.4230/lipics.socg.
isaac | ISAAC | International Symposium on Algorithms and Computation | | 10.4230/lipics.isaac.
mfcs | MFCS | International Symposium on Mathematical Foundations of Computer Science | Symposium on Mathematical Foundations of Computer Science | 10.4230/lipics.mfcs.
ccc | CCC | Computational Complexity Conference | !CCC; Conference on Computational Complexity; IEEE Conference on Computational Complexity | 10.4230/lipics.ccc.; 10.1109/ccc.
approx-random | APPROX/RANDOM | Approximation, Randomization, and Combinatorial Optimization | APPROX RANDOM; !APPROX | 10.4230/lipics.approx
podc | PODC | ACM Symposium on Principles of Distributed Computing | Symposium on Principles of Distributed Computing |
disc | DISC | International Symposium on Distributed Computing | !DISC; Symposium on Distributed Computing | 10.4230/lipics.disc.
spaa | SPAA | ACM Symposium on Parallelism in Algorithms and Architectures | Symposium on Parallelism in Algorithms and Architectures |
ec | ACM EC | ACM Conference on Economics and Computation | Conference on Economics and Computation; ACM Conference on Electronic Commerce; !EC |
wine | WINE | Conference on Web and Internet Economics | !WINE; Web and Internet Economics |
sagt | SAGT | International Symposium on Algorithmic Game Theory | |
graph-drawing | Graph Drawing | International Symposium on Graph Drawing and Network Visualization | !GD; International Symposium on Graph Drawing; Symposium on Graph Drawing and Network Visualization; Symposium on Graph Drawing |
cccg | CCCG | Canadian Conference on Computational Geometry | |
ipco | IPCO | Conference on Integer Programming and Combinatorial Optimization | |
tark | TARK | Conference on Theoretical Aspects of Rationality and Knowledge | Theoretical Aspects of Rationality and Knowledge |
qip | QIP | Conference on Quantum Information Processing | |
tqc | TQC | Conference on the Theory of Quantum Computation, Communication and Cryptography | | 10.4230/lipics.tqc.
qpl | QPL | International Conference on Quantum Physics and Logic | Quantum Physics and Logic |
isit | ISIT | IEEE International Symposium on Information Theory | International Symposium on Information Theory; Int Symp on Information Theory; Int Symp Inform Theory; IEEE ISIT | 10.1109/isit.; 10.1109/isit#.
allerton | Allerton | Annual Allerton Conference on Communication, Control, and Computing | Allerton Conference; Allerton Conference on Communication Control and Computing; Allerton Conf | 10.1109/allerton.; 10.1109/allerton#.
crypto | CRYPTO | International Cryptology Conference | Crypto; Advances in Cryptology CRYPTO; Annual International Cryptology Conference |
eurocrypt | EUROCRYPT | International Conference on the Theory and Applications of Cryptographic Techniques | Eurocrypt; EuroCrypt; Advances in Cryptology EUROCRYPT |
asiacrypt | ASIACRYPT | International Conference on the Theory and Application of Cryptology and Information Security | Asiacrypt; AsiaCrypt; Advances in Cryptology ASIACRYPT |
tcc | TCC | Theory of Cryptography Conference | !TCC |
ches | CHES | Conference on Cryptographic Hardware and Embedded Systems | Cryptographic Hardware and Embedded Systems; IACR Transactions on Cryptographic Hardware and Embedded Systems | 10.13154/tches.; 10.46586/tches.
ccs | CCS | ACM Conference on Computer and Communications Security | !CCS; ACM CCS; ACM SIGSAC Conference on Computer and Communications Security; Conference on Computer and Communications Security |
usenix-security | USENIX Security | USENIX Security Symposium | Usenix Security |
ieee-sp | IEEE S&P | IEEE Symposium on Security and Privacy | Symposium on Security and Privacy; Symposium on Security & Privacy; Oakland S&P | 10.1109/sp.; 10.1109/sp#.
euro-sp | EuroS&P | IEEE European Symposium on Security and Privacy | European Symposium on Security and Privacy | 10.1109/eurosp.; 10.1109/eurosp#.
ndss | NDSS | Network and Distributed System Security Symposium | Network and Distributed Systems Security; Network and Distributed System Security | 10.14722/ndss.
acsac | ACSAC | Annual Computer Security Applications Conference | |
esorics | ESORICS | European Symposium on Research in Computer Security | |
pets | PoPETs | Proceedings on Privacy Enhancing Technologies | PETS; Privacy Enhancing Technologies Symposium; PETs Symposium | 10.1515/popets-; 10.2478/popets-; 10.56553/popets-
csf | CSF | IEEE Computer Security Foundations Symposium | Computer Security Foundations Symposium; Computer Security Foundations | 10.1109/csf.; 10.1109/csf#.
sosp | SOSP | ACM Symposium on Operating Systems Principles | Symposium on Operating Systems Principles |
osdi | OSDI | USENIX Symposium on Operating Systems Design and Implementation | Operating Systems Design and Implementation |
nsdi | NSDI | USENIX Symposium on Networked Systems Design and Implementation | Networked Systems Design and Implementation |
eurosys | EuroSys | European Conference on Computer Systems | |
usenix-atc | USENIX ATC | USENIX Annual Technical Conference | |
asplos | ASPLOS | International Conference on Architectural Support for Programming Languages and Operating Systems | Architectural Support for Programming Languages and Operating Systems |
isca | ISCA | International Symposium on Computer Architecture | ACM IEEE International Symposium on Computer Architecture | 10.1109/isca.; 10.1109/isca#.
micro | MICRO | IEEE/ACM International Symposium on Microarchitecture | !MICRO; International Symposium on Microarchitecture | 10.1109/micro.; 10.1109/micro#.
hpca | HPCA | IEEE International Symposium on High-Performance Computer Architecture | International Symposium on High Performance Computer Architecture | 10.1109/hpca.; 10.1109/hpca#.
dac | DAC | Design Automation Conference | !DAC | 10.1109/dac.; 10.1109/dac#.
date | DATE | Design, Automation and Test in Europe | !DATE; Design Automation & Test in Europe | 10.23919/date.; 10.1109/date.
sc | SC | International Conference for High Performance Computing, Networking, Storage and Analysis | !SC; Supercomputing Conference; International Conference for High Performance Computing Networking Storage and Analysis | 10.1109/sc.; 10.1109/sc#.
ppopp | PPoPP | ACM Symposium on Principles and Practice of Parallel Programming | Principles and Practice of Parallel Programming |
ipdps | IPDPS | IEEE International Parallel and Distributed Processing Symposium | International Parallel and Distributed Processing Symposium | 10.1109/ipdps.; 10.1109/ipdps#.
icdcs | ICDCS | IEEE International Conference on Distributed Computing Systems | International Conference on Distributed Computing Systems | 10.1109/icdcs.; 10.1109/icdcs#.
sigcomm | SIGCOMM | ACM SIGCOMM | Sigcomm; ACM SIGCOMM Conference |
imc | IMC | Internet Measurement Conference | ACM IMC; !IMC; ACM Internet Measurement Conference |
infocom | INFOCOM | IEEE Conference on Computer Communications | Infocom; IEEE INFOCOM; IEEE International Conference on Computer Communications | 10.1109/infocom.; 10.1109/infcom.; 10.1109/infocom#.
mobicom | MobiCom | International Conference on Mobile Computing and Networking | MOBICOM; Mobicom |
mobihoc | MobiHoc | ACM International Symposium on Mobile Ad Hoc Networking and Computing | MOBIHOC; Mobihoc |
sigmetrics | SIGMETRICS | ACM International Conference on Measurement and Modeling of Computer Systems | Sigmetrics; ACM SIGMETRICS |
globecom | GLOBECOM | IEEE Global Communications Conference | Globecom; GlobeCom; GlobeCOM; IEEE Globecom; Global Communications Conference; Global Telecommunications Conference | 10.1109/glocom.; 10.1109/globecom#.
icc | ICC | IEEE International Conference on Communications | IEEE ICC; !ICC | 10.1109/icc.; 10.1109/icc#.
wcnc | WCNC | IEEE Wireless Communications and Networking Conference | Wireless Communications and Networking Conference | 10.1109/wcnc.; 10.1109/wcnc#.
pimrc | PIMRC | IEEE International Symposium on Personal, Indoor and Mobile Radio Communications | | 10.1109/pimrc.; 10.1109/pimrc#.
popl | POPL | ACM SIGPLAN Symposium on Principles of Programming Languages | Symposium on Principles of Programming Languages; Principles of Programming Languages |
pldi | PLDI | ACM SIGPLAN Conference on Programming Language Design and Implementation | Programming Language Design and Implementation |
icfp | ICFP | ACM SIGPLAN International Conference on Functional Programming | International Conference on Functional Programming |
oopsla | OOPSLA | Object-Oriented Programming, Systems, Languages, and Applications | Object Oriented Programming Systems Languages and Applications |
esop | ESOP | European Symposium on Programming | |
ecoop | ECOOP | European Conference on Object-Oriented Programming | | 10.4230/lipics.ecoop.
iclp | ICLP | International Conference on Logic Programming | |
lopstr | LOPSTR | International Symposium on Logic-Based Program Synthesis and Transformation | |
icse | ICSE | International Conference on Software Engineering | ACM IEEE International Conference on Software Engineering; IEEE ACM International Conference on Software Engineering | 10.1109/icse.; 10.1109/icse#.
fse | ESEC/FSE | ACM Joint European Software Engineering Conference and Symposium on the Foundations of Software Engineering | !FSE; ACM FSE; ACM SIGSOFT FSE; Symposium on the Foundations of Software Engineering; Symposium on Foundations of Software Engineering; Foundations of Software Engineering; FSE ESEC |
ase | ASE | IEEE/ACM International Conference on Automated Software Engineering | !ASE; International Conference on Automated Software Engineering; Automated Software Engineering Conference | 10.1109/ase.; 10.1109/ase#.
issta | ISSTA | International Symposium on Software Testing and Analysis | |
msr | MSR | International Conference on Mining Software Repositories | !MSR; Working Conference on Mining Software Repositories; Conference on Mining Software Repositories | 10.1109/msr.; 10.1109/msr#.
icsme | ICSME | IEEE International Conference on Software Maintenance and Evolution | International Conference on Software Maintenance and Evolution | 10.1109/icsme.; 10.1109/icsme#.
sigmod | SIGMOD | ACM SIGMOD International Conference on Management of Data | ACM SIGMOD; SIGMOD Conference; International Conference on Management of Data |
pods | PODS | ACM Symposium on Principles of Database Systems | Symposium on Principles of Database Systems; Principles of Database Systems |
vldb | VLDB | International Conference on Very Large Data Bases | PVLDB; Proceedings of the VLDB Endowment; VLDB Endowment; Proc VLDB Endow; Very Large Data Bases; International Conference on Very Large Databases | 10.14778/
icde | ICDE | IEEE International Conference on Data Engineering | International Conference on Data Engineering | 10.1109/icde.; 10.1109/icde#.
edbt | EDBT | International Conference on Extending Database Technology | Extending Database Technology | 10.5441/002/edbt.
icdt | ICDT | International Conference on Database Theory | | 10.4230/lipics.icdt.
lics | LICS | ACM/IEEE Symposium on Logic in Computer Science | Symposium on Logic in Computer Science; Logic in Computer Science; IEEE Symposium on Logic in Computer Science | 10.1109/lics.; 10.1109/lics#.
cav | CAV | International Conference on Computer Aided Verification | Conference on Computer Aided Verification; Computer Aided Verification |
tacas | TACAS | International Conference on Tools and Algorithms for the Construction and Analysis of Systems | Tools and Algorithms for the Construction and Analysis of Systems |
concur | CONCUR | International Conference on Concurrency Theory | | 10.4230/lipics.concur.
csl | CSL | EACSL Annual Conference on Computer Science Logic | !CSL; Computer Science Logic | 10.4230/lipics.csl.
fsttcs | FSTTCS | Foundations of Software Technology and Theoretical Computer Science | FST TCS; FST&TCS | 10.4230/lipics.fsttcs.
fossacs | FoSSaCS | International Conference on Foundations of Software Science and Computation Structures | FOSSACS |
vmcai | VMCAI | International Conference on Verification, Model Checking, and Abstract Interpretation | |
ijcar | IJCAR | International Joint Conference on Automated Reasoning | |
cade | CADE | International Conference on Automated Deduction | Conference on Automated Deduction |
lpar | LPAR | International Conference on Logic for Programming, Artificial Intelligence and Reasoning | |
itp | ITP | International Conference on Interactive Theorem Proving | !ITP; Interactive Theorem Proving | 10.4230/lipics.itp.
fscd | FSCD | International Conference on Formal Structures for Computation and Deduction | | 10.4230/lipics.fscd.
sat | SAT | International Conference on Theory and Applications of Satisfiability Testing | !SAT; Theory and Applications of Satisfiability Testing |
cp | CP | International Conference on Principles and Practice of Constraint Programming | !CP; Principles and Practice of Constraint Programming |
gandalf | GandALF | International Symposium on Games, Automata, Logics and Formal Verification | |
hscc | HSCC | ACM International Conference on Hybrid Systems: Computation and Control | Hybrid Systems Computation and Control |
recomb | RECOMB | International Conference on Research in Computational Molecular Biology | |
issac | ISSAC | International Symposium on Symbolic and Algebraic Computation | |
ipac | IPAC | International Particle Accelerator Conference | | 10.18429/jacow-ipac
"""

JOURNALS = """
phys-rev-lett | Phys. Rev. Lett. | Physical Review Letters | PRL; Phys Rev Letters; Physical Review Letter; Phys Rev Letter; Physical Rev Lett; PhysRevLett | 10.1103/physrevlett.
phys-rev-a | Phys. Rev. A | Physical Review A | PRA; Physical Rev A; PhysRevA | 10.1103/physreva.
phys-rev-b | Phys. Rev. B | Physical Review B | PRB; Physical Rev B; PhysRevB | 10.1103/physrevb.
phys-rev-c | Phys. Rev. C | Physical Review C | PRC; Physical Rev C; PhysRevC | 10.1103/physrevc.
phys-rev-d | Phys. Rev. D | Physical Review D | PRD; Physical Rev D; PhysRevD | 10.1103/physrevd.
phys-rev-e | Phys. Rev. E | Physical Review E | PRE; Physical Rev E; PhysRevE | 10.1103/physreve.
phys-rev-x | Phys. Rev. X | Physical Review X | PRX; PhysRevX | 10.1103/physrevx.
phys-rev-applied | Phys. Rev. Applied | Physical Review Applied | PRApplied; Phys Rev Appl | 10.1103/physrevapplied.
phys-rev-fluids | Phys. Rev. Fluids | Physical Review Fluids | PRFluids | 10.1103/physrevfluids.
phys-rev-materials | Phys. Rev. Materials | Physical Review Materials | Phys Rev Mater | 10.1103/physrevmaterials.
phys-rev-research | Phys. Rev. Research | Physical Review Research | Phys Rev Res | 10.1103/physrevresearch.
phys-rev-accel-beams | Phys. Rev. Accel. Beams | Physical Review Accelerators and Beams | Phys Rev ST Accel Beams; PRST AB; PRSTAB; Physical Review Special Topics Accelerators and Beams; Phys Rev Spec Top Accel Beams | 10.1103/physrevaccelbeams.; 10.1103/physrevstab.
prx-quantum | PRX Quantum | PRX Quantum | | 10.1103/prxquantum.
rev-mod-phys | Rev. Mod. Phys. | Reviews of Modern Physics | RMP; Reviews of Mod Phys; Rev Modern Phys | 10.1103/revmodphys.
jhep | JHEP | Journal of High Energy Physics | J High Energy Phys; J High Energy Physics | 10.1088/1126-6708/; 10.1007/jhep
jcap | JCAP | Journal of Cosmology and Astroparticle Physics | J Cosmol Astropart Phys; J Cosmology and Astroparticle Physics | 10.1088/1475-7516/
jstat | J. Stat. Mech. | Journal of Statistical Mechanics: Theory and Experiment | JSTAT; Journal of Statistical Mechanics; J Stat Mech Theory Exp; J Stat Mech Theor Exp | 10.1088/1742-5468/
jinst | JINST | Journal of Instrumentation | J Instrum; J Inst | 10.1088/1748-0221/
nucl-phys-b | Nucl. Phys. B | Nuclear Physics B | NPB; Nuc Phys B; Nuclear Phys B; Nucl Physics B; Nucl Phys FS B | 10.1016/j.nuclphysb.; 10.1016/0550-3213; 10.1016/s0550-3213
nucl-phys-a | Nucl. Phys. A | Nuclear Physics A | Nuclear Phys A; Nucl Physics A | 10.1016/j.nuclphysa.; 10.1016/0375-9474; 10.1016/s0375-9474
nucl-phys-proc-suppl | Nucl. Phys. Proc. Suppl. | Nuclear Physics B - Proceedings Supplements | Nucl Phys B Proc Suppl; Nucl Phys B Proceedings Supplements; Nuclear Physics B Proc Suppl; Nuclear Physics Proceedings Supplements; Nucl Phys B PS; Nuclear Physics B Proceedings | 10.1016/j.nuclphysbps.; 10.1016/0920-5632; 10.1016/s0920-5632
phys-lett-a | Phys. Lett. A | Physics Letters A | PLA; Phys Letters A | 10.1016/j.physleta.; 10.1016/0375-9601; 10.1016/s0375-9601
phys-lett-b | Phys. Lett. B | Physics Letters B | PLB; Phys Letters B; Phys Let B | 10.1016/j.physletb.; 10.1016/0370-2693; 10.1016/s0370-2693
phys-rep | Phys. Rep. | Physics Reports | Phys Rept; Phys Reports | 10.1016/j.physrep.; 10.1016/0370-1573; 10.1016/s0370-1573
rep-prog-phys | Rep. Prog. Phys. | Reports on Progress in Physics | Rept Prog Phys | 10.1088/0034-4885/; 10.1088/1361-6633/
eur-phys-j-a | Eur. Phys. J. A | The European Physical Journal A | EPJA; EPJ A; European Physical Journal A | 10.1140/epja/
eur-phys-j-b | Eur. Phys. J. B | The European Physical Journal B | EPJB; EPJ B; European Physical Journal B | 10.1140/epjb/; 10.1007/s10051
eur-phys-j-c | Eur. Phys. J. C | The European Physical Journal C | EPJC; EPJ C; European Physical Journal C | 10.1140/epjc/; 10.1007/s10052; 10.1007/s100520
eur-phys-j-d | Eur. Phys. J. D | The European Physical Journal D | EPJD; EPJ D; European Physical Journal D | 10.1140/epjd/
eur-phys-j-e | Eur. Phys. J. E | The European Physical Journal E | EPJE; EPJ E; European Physical Journal E | 10.1140/epje/
eur-phys-j-plus | Eur. Phys. J. Plus | The European Physical Journal Plus | EPJ Plus; European Physical Journal Plus | 10.1140/epjp/
eur-phys-j-st | Eur. Phys. J. Special Topics | The European Physical Journal Special Topics | EPJ ST; Eur Phys J ST; EPJ Special Topics | 10.1140/epjst/
epj-data-sci | EPJ Data Science | EPJ Data Science | EPJ Data Sci | 10.1140/epjds/
class-quantum-grav | Class. Quantum Grav. | Classical and Quantum Gravity | CQG; Class Quant Grav; Classical & Quantum Gravity; Classical Quantum Gravity | 10.1088/0264-9381; 10.1088/1361-6382/
gen-relativ-gravit | Gen. Relativ. Gravit. | General Relativity and Gravitation | GRG; Gen Rel Grav; Gen Relativ Grav; Gen Relativ Gravitation | 10.1007/s10714
int-j-mod-phys-a | Int. J. Mod. Phys. A | International Journal of Modern Physics A | IJMPA | 10.1142/s0217751
int-j-mod-phys-b | Int. J. Mod. Phys. B | International Journal of Modern Physics B | IJMPB | 10.1142/s0217979
int-j-mod-phys-c | Int. J. Mod. Phys. C | International Journal of Modern Physics C | IJMPC | 10.1142/s0129183
int-j-mod-phys-d | Int. J. Mod. Phys. D | International Journal of Modern Physics D | IJMPD | 10.1142/s0218271
int-j-mod-phys-e | Int. J. Mod. Phys. E | International Journal of Modern Physics E | IJMPE | 10.1142/s0218301
mod-phys-lett-a | Mod. Phys. Lett. A | Modern Physics Letters A | MPLA | 10.1142/s0217732
mod-phys-lett-b | Mod. Phys. Lett. B | Modern Physics Letters B | MPLB | 10.1142/s0217984
ann-phys | Ann. Phys. | Annals of Physics | Annals Phys; Annals of Phys; Ann Phys NY | 10.1016/j.aop.; 10.1006/aphy.
commun-math-phys | Commun. Math. Phys. | Communications in Mathematical Physics | CMP; Comm Math Phys; Comm in Math Phys; Commun in Math Phys | 10.1007/s00220; 10.1007/s002200
j-math-phys | J. Math. Phys. | Journal of Mathematical Physics | JMP; J Mathematical Physics; Jour Math Phys | 10.1063/1.jmp
lett-math-phys | Lett. Math. Phys. | Letters in Mathematical Physics | LMP | 10.1007/s11005
j-phys-a | J. Phys. A | Journal of Physics A: Mathematical and Theoretical | J Phys A Math Theor; J Phys A Math Gen; J Phys A Math and Theor; J Phys A Math and Gen; J Phys A Mathematical and Theoretical; J Phys A Math; Journal of Physics A; Journal of Physics A Mathematical and General; Journal of Physics A Math Theor; Journal of Physics A Math Gen; JPhysA; JPA | 10.1088/1751-8113; 10.1088/1751-8121; 10.1088/0305-4470
j-phys-b | J. Phys. B | Journal of Physics B: Atomic, Molecular and Optical Physics | J Phys B At Mol Opt Phys; J Phys B Atom Mol Opt Phys; Journal of Physics B; J Phys B At Mol Opt; J Phys B Atomic Molecular and Optical Physics | 10.1088/0953-4075; 10.1088/1361-6455
j-phys-condens-matter | J. Phys.: Condens. Matter | Journal of Physics: Condensed Matter | J Phys Cond Mat; J Phys Cond Matt; J Phys Condens Mat; J Phys C Condens Matter; J Phys Condensed Matter; J Phys Cond Matter; JPCM | 10.1088/0953-8984; 10.1088/1361-648x
j-phys-d | J. Phys. D | Journal of Physics D: Applied Physics | J Phys D Appl Phys; Journal of Physics D | 10.1088/0022-3727; 10.1088/1361-6463
j-phys-g | J. Phys. G | Journal of Physics G: Nuclear and Particle Physics | J Phys G Nucl Part Phys; Journal of Physics G; J Phys G Nucl Phys; J Phys G Nuclear and Particle Physics | 10.1088/0954-3899; 10.1088/1361-6471
j-phys-conf-ser | J. Phys.: Conf. Ser. | Journal of Physics: Conference Series | J Phys Conference Series; Journal of Physics Conf Ser; JPCS | 10.1088/1742-6596
new-j-phys | New J. Phys. | New Journal of Physics | NJP; New Jour Phys; New J Physics; New Journal Physics | 10.1088/1367-2630
epl | EPL | Europhysics Letters | Europhys Lett; EPL Europhysics Letters; Europhysics Lett | 10.1209/0295-5075; 10.1209/epl
physica-a | Physica A | Physica A: Statistical Mechanics and its Applications | Physica A Stat Mech Appl | 10.1016/j.physa.; 10.1016/0378-4371; 10.1016/s0378-4371
physica-d | Physica D | Physica D: Nonlinear Phenomena | | 10.1016/j.physd.; 10.1016/0167-2789; 10.1016/s0167-2789
j-stat-phys | J. Stat. Phys. | Journal of Statistical Physics | J Statistical Physics; Jour Stat Phys; J Statist Phys | 10.1007/s10955
j-chem-phys | J. Chem. Phys. | Journal of Chemical Physics | The Journal of Chemical Physics; JCP J Chem Phys; J Chemical Physics |
appl-phys-lett | Appl. Phys. Lett. | Applied Physics Letters | APL; Applied Phys Lett |
j-appl-phys | J. Appl. Phys. | Journal of Applied Physics | J Applied Phys; J Applied Physics |
rev-sci-instrum | Rev. Sci. Instrum. | Review of Scientific Instruments | RSI; Rev Sci Inst |
phys-fluids | Phys. Fluids | Physics of Fluids | Phys of Fluids |
phys-plasmas | Phys. Plasmas | Physics of Plasmas | PoP; Phys of Plasmas |
chaos | Chaos | Chaos: An Interdisciplinary Journal of Nonlinear Science | Chaos An Interdisciplinary Journal of Nonlinear Science; CHAOS |
am-j-phys | Am. J. Phys. | American Journal of Physics | AJP; Amer J Phys | 10.1119/1.#
eur-j-phys | Eur. J. Phys. | European Journal of Physics | | 10.1088/0143-0807; 10.1088/1361-6404
nonlinearity | Nonlinearity | Nonlinearity | | 10.1088/0951-7715; 10.1088/1361-6544
inverse-probl | Inverse Problems | Inverse Problems | | 10.1088/0266-5611; 10.1088/1361-6420
nucl-fusion | Nucl. Fusion | Nuclear Fusion | | 10.1088/0029-5515; 10.1088/1741-4326
ppcf | Plasma Phys. Control. Fusion | Plasma Physics and Controlled Fusion | PPCF; Plasma Phys Contr Fusion | 10.1088/0741-3335; 10.1088/1361-6587
j-plasma-phys | J. Plasma Phys. | Journal of Plasma Physics | JPP |
j-fluid-mech | J. Fluid Mech. | Journal of Fluid Mechanics | JFM; Jour Fluid Mech | 10.1017/jfm.; 10.1017/s0022112
j-comput-phys | J. Comput. Phys. | Journal of Computational Physics | J Comp Phys; J Computational Physics | 10.1016/j.jcp.
comput-phys-commun | Comput. Phys. Commun. | Computer Physics Communications | CPC; Comp Phys Comm; Comput Phys Comm; Comp Phys Commun | 10.1016/j.cpc.; 10.1016/0010-4655; 10.1016/s0010-4655
nim-a | Nucl. Instrum. Methods A | Nuclear Instruments and Methods in Physics Research Section A | Nucl Instrum Meth A; NIM A; NIMA; Nucl Instr and Meth A; Nucl Inst and Meth A; Nucl Instr Meth A; Nuclear Instruments and Methods in Physics Research A; Nuclear Instruments and Methods A; Nucl Inst Meth A; Nucl Instrum Methods Phys Res A; Nuclear Inst and Methods in Physics Research A; Nucl Instrum Methods Phys Res Sect A; Nuclear Instruments and Methods in Physics Research Section A Accelerators Spectrometers Detectors and Associated Equipment; Nuclear Instruments and Methods in Physics Research Sec A | 10.1016/j.nima.; 10.1016/0168-9002; 10.1016/s0168-9002
nim-b | Nucl. Instrum. Methods B | Nuclear Instruments and Methods in Physics Research Section B | Nucl Instrum Meth B; NIM B; NIMB; Nuclear Instruments and Methods B; Nuclear Instruments and Methods in Physics Research B; Nuclear Instruments and Methods in Physics Research Section B Beam Interactions with Materials and Atoms | 10.1016/j.nimb.; 10.1016/0168-583x; 10.1016/s0168-583x
j-phys-soc-jpn | J. Phys. Soc. Jpn. | Journal of the Physical Society of Japan | JPSJ; J Phys Soc Japan; J Phys Soc Jap | 10.1143/jpsj.; 10.7566/jpsj.
prog-theor-phys | Prog. Theor. Phys. | Progress of Theoretical Physics | PTP; Progr Theor Phys; Prog Theo Phys | 10.1143/ptp.
ptep | PTEP | Progress of Theoretical and Experimental Physics | Prog Theor Exp Phys | 10.1093/ptep/
chin-phys-c | Chin. Phys. C | Chinese Physics C | | 10.1088/1674-1137
j-geom-phys | J. Geom. Phys. | Journal of Geometry and Physics | J Geometry and Physics; J Geom and Phys | 10.1016/j.geomphys.; 10.1016/0393-0440; 10.1016/s0393-0440
sigma | SIGMA | Symmetry, Integrability and Geometry: Methods and Applications | Symmetry Integrability Geom Methods Appl; Symmetry Integrability and Geometry | 10.3842/sigma.
ann-henri-poincare | Ann. Henri Poincaré | Annales Henri Poincaré | Ann Henri Poincare; Annales Henri Poincare; Annales H Poincare; AHP | 10.1007/s00023
adv-theor-math-phys | Adv. Theor. Math. Phys. | Advances in Theoretical and Mathematical Physics | ATMP | 10.4310/atmp.
rev-math-phys | Rev. Math. Phys. | Reviews in Mathematical Physics | | 10.1142/s0129055
found-phys | Found. Phys. | Foundations of Physics | | 10.1007/s10701
int-j-theor-phys | Int. J. Theor. Phys. | International Journal of Theoretical Physics | IJTP | 10.1007/s10773
quantum | Quantum | Quantum | Quantum the open journal for quantum science; Quantum Journal | 10.22331/q-
quantum-inf-comput | Quantum Inf. Comput. | Quantum Information and Computation | QIC; Quantum Information & Computation; Quant Inf Comp; Quant Inf Comput; Quantum Inform Comput; Quantum Inf & Comp; Quant Inf & Comp | 10.26421/qic
quantum-inf-process | Quantum Inf. Process. | Quantum Information Processing | Quant Inf Process; Quant Inf Proc; Quantum Inf Proc | 10.1007/s11128
npj-quantum-inf | npj Quantum Inf. | npj Quantum Information | npj Quantum Inform | 10.1038/s41534; 10.1038/npjqi.
scipost-phys | SciPost Phys. | SciPost Physics | | 10.21468/scipostphys.
opt-express | Opt. Express | Optics Express | Opt Exp; Optics Exp | 10.1364/oe.; 10.1364/opex.
opt-lett | Opt. Lett. | Optics Letters | Optics Lett | 10.1364/ol.
opt-commun | Opt. Commun. | Optics Communications | Opt Comm; Optics Commun | 10.1016/j.optcom.; 10.1016/s0030-4018
appl-opt | Appl. Opt. | Applied Optics | | 10.1364/ao.
josa-a | J. Opt. Soc. Am. A | Journal of the Optical Society of America A | JOSA A; JOSAA | 10.1364/josaa.
josa-b | J. Opt. Soc. Am. B | Journal of the Optical Society of America B | JOSA B; JOSAB | 10.1364/josab.
optica | Optica | Optica | | 10.1364/optica.
soft-matter | Soft Matter | Soft Matter | | 10.1039/c#sm; 10.1039/b#sm
nano-lett | Nano Lett. | Nano Letters | | 10.1021/nl; 10.1021/acs.nanolett.
jctc | J. Chem. Theory Comput. | Journal of Chemical Theory and Computation | JCTC | 10.1021/acs.jctc.; 10.1021/ct
apj | ApJ | The Astrophysical Journal | Astrophysical Journal; Astrophys J; Ap J; APJ; Astroph J; Astrophysical J; Astroph Journal | 10.1088/0004-637x; 10.3847/1538-4357; 10.3847/0004-637x
apjl | ApJL | The Astrophysical Journal Letters | ApJ Letters; ApJ Lett; ApJ L; Astrophysical Journal Letters; Astrophys J Lett; Astrophys J Letters; Astrophysical Journal Letter; Ap J Letters; Ap J Lett; APJL | 10.1088/2041-8205; 10.3847/2041-8213; 10.3847/2041-8205
apjs | ApJS | The Astrophysical Journal Supplement Series | ApJ Supplement; ApJ Supplements; ApJ Suppl; ApJ Supp; Astrophysical Journal Supplement; Astrophysical Journal Supplement Series; Astrophysical Journal Supplements; Astrophys J Suppl; Astrophys J Supp; ApJ Supplement Series; Astrophys J Suppl Ser; ApJSS | 10.1088/0067-0049; 10.3847/1538-4365; 10.3847/0067-0049
aj | AJ | The Astronomical Journal | Astronomical Journal; Astron J | 10.1088/0004-6256; 10.3847/1538-3881; 10.3847/0004-6256
mnras | MNRAS | Monthly Notices of the Royal Astronomical Society | Mon Not R Astron Soc; Mon Not Roy Astron Soc; Mon Not R Astr Soc; Mon Not Roy Astr Soc; MNRAS Letters; MNRAS Lett; MNRASL; Monthly Notices of the RAS; Monthly Notices; M N R A S; Monthly Notices of the Royal Astronomical Society Letters; Mon Not R Ast Soc; Mon Not R Astron Soc Lett | 10.1093/mnras; 10.1111/j.1365-2966.; 10.1111/j.1745-3933.; 10.1046/j.1365-8711.
a-and-a | A&A | Astronomy & Astrophysics | A & A; A&A Letters; A&A Lett; Astronomy and Astrophysics; Astron Astrophys; Astron & Astrophys; Astronomy and Astrophysics Letters; Astronomy & Astrophysics Letters; Astr Astrophys; AandA; A&AL; Astron and Astrophys | 10.1051/0004-6361
a-and-a-rev | A&A Rev. | The Astronomy and Astrophysics Review | A&ARv; Astron Astrophys Rev; A&AR; Astronomy and Astrophysics Review; Astronomy & Astrophysics Review | 10.1007/s00159
annu-rev-astron-astrophys | ARA&A | Annual Review of Astronomy and Astrophysics | ARAA; Annu Rev Astron Astrophys; Ann Rev Astron Astrophys; Annual Reviews of Astronomy and Astrophysics; Annual Review of Astronomy & Astrophysics | 10.1146/annurev-astro; 10.1146/annurev.astro
pasp | PASP | Publications of the Astronomical Society of the Pacific | Publ Astron Soc Pac; Publ Astron Soc Pacific; Publications of the ASP | 10.1088/1538-3873
pasj | PASJ | Publications of the Astronomical Society of Japan | Publ Astron Soc Jap; Publ Astron Soc Japan | 10.1093/pasj/
pasa | PASA | Publications of the Astronomical Society of Australia | Publ Astron Soc Austral; Publ Astron Soc Aust | 10.1017/pasa.
icarus | Icarus | Icarus | | 10.1016/j.icarus.
new-astron | New Astron. | New Astronomy | New A | 10.1016/j.newast.
astropart-phys | Astropart. Phys. | Astroparticle Physics | Astroparticle Phys; Astroparticle Phys J | 10.1016/j.astropartphys.; 10.1016/0927-6505; 10.1016/s0927-6505
astrophys-space-sci | Astrophys. Space Sci. | Astrophysics and Space Science | Ap&SS; ApSS; Astrophysics & Space Science; Astrophys and Space Sci; Astrophys & Space Sci | 10.1007/s10509
solar-phys | Sol. Phys. | Solar Physics | Solar Phys | 10.1007/s11207
exp-astron | Exp. Astron. | Experimental Astronomy | | 10.1007/s10686
astron-nachr | Astron. Nachr. | Astronomische Nachrichten | | 10.1002/asna.
adv-space-res | Adv. Space Res. | Advances in Space Research | ASR Adv Space Res; Adv Sp Res | 10.1016/j.asr.
space-sci-rev | Space Sci. Rev. | Space Science Reviews | | 10.1007/s11214
planet-space-sci | Planet. Space Sci. | Planetary and Space Science | Planetary & Space Science | 10.1016/j.pss.
rnaas | RNAAS | Research Notes of the AAS | RN AAS; Research Notes of the American Astronomical Society | 10.3847/2515-5172
nature | Nature | Nature | Nature London | 10.1038/nature; 10.1038/s41586-
nature-physics | Nature Physics | Nature Physics | Nat Phys; Nature Phys | 10.1038/nphys; 10.1038/s41567-
nature-photonics | Nature Photonics | Nature Photonics | Nat Photon; Nature Photon; Nat Photonics | 10.1038/nphoton; 10.1038/s41566-
nature-materials | Nature Materials | Nature Materials | Nat Mater; Nature Mater | 10.1038/nmat; 10.1038/s41563-
nature-nanotechnology | Nature Nanotechnology | Nature Nanotechnology | Nat Nanotechnol; Nature Nanotech; Nat Nanotech; Nature Nanotechnol | 10.1038/nnano; 10.1038/s41565-
nature-communications | Nature Communications | Nature Communications | Nat Commun; Nature Commun; Nat Comm; Nature Comm; Nat Comms; Nature Comms | 10.1038/ncomms; 10.1038/s41467-
nature-astronomy | Nature Astronomy | Nature Astronomy | Nat Astron; Nature Astron | 10.1038/s41550-
nature-methods | Nature Methods | Nature Methods | Nat Methods; Nat Meth | 10.1038/nmeth; 10.1038/s41592-
nature-biotechnology | Nature Biotechnology | Nature Biotechnology | Nat Biotechnol; Nature Biotech | 10.1038/nbt; 10.1038/s41587-
nature-machine-intelligence | Nature Machine Intelligence | Nature Machine Intelligence | Nat Mach Intell | 10.1038/s42256-
nature-human-behaviour | Nature Human Behaviour | Nature Human Behaviour | Nat Hum Behav; Nature Human Behavior | 10.1038/s41562-
nature-neuroscience | Nature Neuroscience | Nature Neuroscience | Nat Neurosci | 10.1038/nn.; 10.1038/s41593-
nature-genetics | Nature Genetics | Nature Genetics | Nat Genet | 10.1038/ng.; 10.1038/s41588-
sci-rep | Sci. Rep. | Scientific Reports | Sci Reports; SciRep; Nature Scientific Reports | 10.1038/srep; 10.1038/s41598-
commun-phys | Commun. Phys. | Communications Physics | | 10.1038/s42005-
sci-data | Sci. Data | Scientific Data | | 10.1038/sdata.; 10.1038/s41597-
science | Science | Science | Science Magazine | 10.1126/science.
science-advances | Science Advances | Science Advances | Sci Adv | 10.1126/sciadv.
pnas | PNAS | Proceedings of the National Academy of Sciences | Proc Natl Acad Sci; Proc Natl Acad Sci USA; Proc Nat Acad Sci; Proc Nat Acad Sci USA; Proc Natl Acad Sci U S A; Proceedings of the National Academy of Sciences of the United States of America; Proceedings of the National Academy of Science; Proc Nat Acad Sciences; Proceedings of the National Academy of Sciences USA; Proceedings of the National Academy of Sciences of the USA | 10.1073/pnas.
proc-r-soc-a | Proc. R. Soc. A | Proceedings of the Royal Society A | Proc Roy Soc A; Proc R Soc Lond A; Proc Roy Soc Lond A; Proc Royal Soc A; Proceedings of the Royal Society A Mathematical Physical and Engineering Sciences; PRSA; Proc R Soc London A; Proc Roy Soc London A | 10.1098/rspa.
proc-r-soc-b | Proc. R. Soc. B | Proceedings of the Royal Society B | Proc Roy Soc B; Proc R Soc Lond B; Proceedings of the Royal Society B Biological Sciences | 10.1098/rspb.
phil-trans-r-soc-a | Phil. Trans. R. Soc. A | Philosophical Transactions of the Royal Society A | Phil Trans Roy Soc A; Phil Trans R Soc Lond A; Philos Trans R Soc A; Phil Trans Royal Soc A; Philosophical Transactions of the Royal Society A Mathematical Physical and Engineering Sciences; Phil Trans A; Philosophical Transactions A | 10.1098/rsta.
j-r-soc-interface | J. R. Soc. Interface | Journal of The Royal Society Interface | J Roy Soc Interface; Journal of the Royal Society Interface; J Royal Society Interface | 10.1098/rsif.
r-soc-open-sci | R. Soc. Open Sci. | Royal Society Open Science | Roy Soc Open Sci | 10.1098/rsos.
plos-one | PLoS ONE | PLOS ONE | PLoS One; PLOSONE; PLoSONE; PLOS 1; Public Library of Science ONE | 10.1371/journal.pone.
plos-comput-biol | PLoS Comput. Biol. | PLOS Computational Biology | PLoS Comp Biol; PLoS Comp Bio; PLOS CB; PLoS Comp Biology; PLoS Comput Biology; PLoS Computational Bio | 10.1371/journal.pcbi.
plos-biol | PLoS Biol. | PLOS Biology | | 10.1371/journal.pbio.
plos-genet | PLoS Genet. | PLOS Genetics | PLoS Genet | 10.1371/journal.pgen.
elife | eLife | eLife | | 10.7554/elife.
bioinformatics | Bioinformatics | Bioinformatics | Bioinformatics Oxford England; Oxford Bioinformatics | 10.1093/bioinformatics/; 10.1093/bioinformatics
bmc-bioinformatics | BMC Bioinformatics | BMC Bioinformatics | BMC Bioinf | 10.1186/1471-2105-; 10.1186/s12859-
nucleic-acids-res | Nucleic Acids Res. | Nucleic Acids Research | Nucl Acids Res | 10.1093/nar/
biophys-j | Biophys. J. | Biophysical Journal | Biophysical J | 10.1529/biophysj.; 10.1016/j.bpj.; 10.1016/s0006-3495
phys-biol | Phys. Biol. | Physical Biology | Physical Biol | 10.1088/1478-3975; 10.1088/1478-3967
j-theor-biol | J. Theor. Biol. | Journal of Theoretical Biology | JTB; J Theo Biol; J Theoretical Biology; Jour Theor Biol | 10.1016/j.jtbi.; 10.1006/jtbi.
j-math-biol | J. Math. Biol. | Journal of Mathematical Biology | J Mathematical Biology | 10.1007/s00285
bull-math-biol | Bull. Math. Biol. | Bulletin of Mathematical Biology | | 10.1007/s11538
genetics | Genetics | Genetics | | 10.1534/genetics.; 10.1093/genetics/
mol-biol-evol | Mol. Biol. Evol. | Molecular Biology and Evolution | MBE | 10.1093/molbev/
syst-biol | Syst. Biol. | Systematic Biology | | 10.1093/sysbio/
neural-comput | Neural Comput. | Neural Computation | Neural Comp | 10.1162/neco
neuroimage | NeuroImage | NeuroImage | Neuroimage | 10.1016/j.neuroimage.
neural-netw | Neural Netw. | Neural Networks | Neural Networks Journal | 10.1016/j.neunet.
neurocomputing | Neurocomputing | Neurocomputing | | 10.1016/j.neucom.
neuron | Neuron | Neuron | | 10.1016/j.neuron.
jmlr | JMLR | Journal of Machine Learning Research | J Mach Learn Res; J Machine Learning Research; The Journal of Machine Learning Research |
tmlr | TMLR | Transactions on Machine Learning Research | Trans Mach Learn Res |
mach-learn | Mach. Learn. | Machine Learning | Machine Learning Journal; MLJ | 10.1007/s10994
data-min-knowl-discov | Data Min. Knowl. Discov. | Data Mining and Knowledge Discovery | DAMI; DMKD | 10.1007/s10618
jair | JAIR | Journal of Artificial Intelligence Research | J Artif Intell Res; J Artificial Intelligence Research; Journal of AI Research | 10.1613/jair.
artif-intell | Artif. Intell. | Artificial Intelligence | Artificial Intelligence Journal; AIJ; Artif Intell J | 10.1016/j.artint.
tacl | TACL | Transactions of the Association for Computational Linguistics | Transactions of the ACL; Trans ACL; Trans Assoc Comput Linguist | 10.1162/tacl
comput-linguist | Comput. Linguist. | Computational Linguistics | Computational Linguistics Journal | 10.1162/coli; 10.1162/089120
tpami | TPAMI | IEEE Transactions on Pattern Analysis and Machine Intelligence | IEEE TPAMI; PAMI; T PAMI; IEEE Trans Pattern Anal Mach Intell; IEEE Trans PAMI; IEEE PAMI; IEEE Transactions on PAMI; IEEE T PAMI; Transactions on Pattern Analysis and Machine Intelligence; IEEE Trans on Pattern Analysis and Machine Intelligence; IEEE Transactions on Pattern Analysis & Machine Intelligence | 10.1109/tpami.; 10.1109/34.
ijcv | IJCV | International Journal of Computer Vision | Int J Comput Vis; Int J Computer Vision | 10.1007/s11263; 10.1023/b:visi
cviu | CVIU | Computer Vision and Image Understanding | Comput Vis Image Underst | 10.1016/j.cviu.
pattern-recognit | Pattern Recognit. | Pattern Recognition | Pattern Recognition Journal | 10.1016/j.patcog.
pattern-recognit-lett | Pattern Recognit. Lett. | Pattern Recognition Letters | | 10.1016/j.patrec.
med-image-anal | Med. Image Anal. | Medical Image Analysis | MedIA; Medical Image Analysis Journal | 10.1016/j.media.
ieee-tmi | IEEE Trans. Med. Imaging | IEEE Transactions on Medical Imaging | IEEE TMI; TMI; IEEE Trans Med Imag; IEEE Trans on Medical Imaging; Transactions on Medical Imaging | 10.1109/tmi.
ieee-tip | IEEE Trans. Image Process. | IEEE Transactions on Image Processing | IEEE TIP; TIP; IEEE Trans Image Processing; IEEE Trans on Image Processing; IEEE Trans Image Proc; IEEE Transaction on Image Processing; Transactions on Image Processing | 10.1109/tip.; 10.1109/83.
ieee-tit | IEEE Trans. Inf. Theory | IEEE Transactions on Information Theory | IEEE Trans Inform Theory; IEEE Trans Info Theory; IEEE Trans on Information Theory; IEEE Trans Information Theory; IEEE Transaction on Information Theory; IEEE Trans on Inform Theory; IEEE Trans on Inf Theory; IEEE Trans IT; IEEE T IT; IEEE Trans on IT; Transactions on Information Theory; IEEE TIT | 10.1109/tit.; 10.1109/18.
ieee-tsp | IEEE Trans. Signal Process. | IEEE Transactions on Signal Processing | IEEE Trans Signal Processing; IEEE Trans on Signal Processing; IEEE Trans Signal Proc; IEEE Trans Sig Proc; IEEE Transaction on Signal Processing; IEEE Trans on Sig Proc; IEEE TSP; Transactions on Signal Processing; IEEE Trans SP | 10.1109/tsp.; 10.1109/78.
ieee-spl | IEEE Signal Process. Lett. | IEEE Signal Processing Letters | IEEE Sig Proc Lett; IEEE SPL; Signal Processing Letters | 10.1109/lsp.; 10.1109/97.
ieee-spm | IEEE Signal Process. Mag. | IEEE Signal Processing Magazine | IEEE Sig Proc Mag; Signal Processing Magazine | 10.1109/msp.
jstsp | IEEE J. Sel. Top. Signal Process. | IEEE Journal of Selected Topics in Signal Processing | IEEE JSTSP; JSTSP; IEEE J Sel Topics Signal Process; IEEE Journal on Selected Topics in Signal Processing | 10.1109/jstsp.
ieee-taslp | IEEE/ACM Trans. Audio Speech Lang. Process. | IEEE/ACM Transactions on Audio, Speech, and Language Processing | TASLP; IEEE Transactions on Audio Speech and Language Processing; IEEE ACM TASLP; IEEE TASLP | 10.1109/taslp.; 10.1109/tasl.
ieee-tac | IEEE Trans. Autom. Control | IEEE Transactions on Automatic Control | IEEE TAC; TAC; IEEE Trans Automat Control; IEEE Trans on Automatic Control; IEEE Trans Automatic Control; IEEE Trans Aut Control; IEEE Trans Automat Contr; IEEE Transaction on Automatic Control; Transactions on Automatic Control | 10.1109/tac.; 10.1109/9.
automatica | Automatica | Automatica | | 10.1016/j.automatica.
ieee-tcom | IEEE Trans. Commun. | IEEE Transactions on Communications | IEEE Trans on Communications; IEEE Trans Comm; IEEE Trans on Commun; IEEE TCOM; IEEE Trans Communications; IEEE Transaction on Communications; Transactions on Communications; IEEE Trans on Comm | 10.1109/tcomm.
ieee-twc | IEEE Trans. Wireless Commun. | IEEE Transactions on Wireless Communications | IEEE TWC; IEEE Trans Wirel Commun; IEEE Trans on Wireless Communications; IEEE Trans Wireless Communications; IEEE Trans Wireless Comm; IEEE Transaction on Wireless Communications; IEEE Transaction on Wireless Communication; IEEE Transactions on Wireless Communication; IEEE Trans on Wireless Commun; IEEE Trans on Wireless Comm; Transactions on Wireless Communications | 10.1109/twc.
ieee-tvt | IEEE Trans. Veh. Technol. | IEEE Transactions on Vehicular Technology | IEEE TVT; IEEE Trans Vehicular Technology; IEEE Trans on Vehicular Technology; IEEE Transaction on Vehicular Technology | 10.1109/tvt.
ieee-jsac | IEEE J. Sel. Areas Commun. | IEEE Journal on Selected Areas in Communications | IEEE JSAC; JSAC; IEEE J Select Areas Commun; Journal on Selected Areas in Communications; IEEE Journal of Selected Areas in Communications; IEEE J on Sel Areas in Commun | 10.1109/jsac.
ieee-comml | IEEE Commun. Lett. | IEEE Communications Letters | IEEE Comm Lett; IEEE Communication Letters; IEEE Comm Letters; IEEE Commun Letters | 10.1109/lcomm.; 10.1109/comml.
ieee-wcl | IEEE Wireless Commun. Lett. | IEEE Wireless Communications Letters | IEEE WCL; IEEE Wireless Communication Letters; IEEE Wireless Comm Lett | 10.1109/lwc.; 10.1109/wcl.
ieee-commag | IEEE Commun. Mag. | IEEE Communications Magazine | IEEE Comm Mag; IEEE Communication Magazine | 10.1109/mcom.
ieee-comst | IEEE Commun. Surv. Tutor. | IEEE Communications Surveys & Tutorials | IEEE Communications Surveys and Tutorials; IEEE COMST; IEEE Commun Surveys Tuts; IEEE Communication Surveys and Tutorials | 10.1109/comst.
ieee-acm-ton | IEEE/ACM Trans. Netw. | IEEE/ACM Transactions on Networking | IEEE ACM Trans Networking; IEEE ACM TON; IEEE ACM Trans on Networking; IEEE Transactions on Networking | 10.1109/tnet.
ieee-iot-j | IEEE Internet Things J. | IEEE Internet of Things Journal | IEEE IoT Journal; IEEE IoT J; IEEE Internet of Things J; Internet of Things Journal | 10.1109/jiot.
ieee-access | IEEE Access | IEEE Access | | 10.1109/access.
proc-ieee | Proc. IEEE | Proceedings of the IEEE | | 10.1109/jproc.
ieee-tnnls | IEEE Trans. Neural Netw. Learn. Syst. | IEEE Transactions on Neural Networks and Learning Systems | TNNLS; IEEE TNNLS; IEEE Transactions on Neural Networks; IEEE Trans Neural Networks; IEEE Trans on Neural Networks and Learning Systems | 10.1109/tnnls.; 10.1109/tnn.
ieee-tkde | IEEE Trans. Knowl. Data Eng. | IEEE Transactions on Knowledge and Data Engineering | TKDE; IEEE TKDE; IEEE Trans on Knowledge and Data Engineering; Transactions on Knowledge and Data Engineering | 10.1109/tkde.
ieee-tvcg | IEEE Trans. Vis. Comput. Graph. | IEEE Transactions on Visualization and Computer Graphics | TVCG; IEEE TVCG; Transactions on Visualization and Computer Graphics | 10.1109/tvcg.
ieee-tse | IEEE Trans. Softw. Eng. | IEEE Transactions on Software Engineering | IEEE TSE; TSE; IEEE Trans Software Eng; IEEE Trans on Software Engineering | 10.1109/tse.
ieee-tro | IEEE Trans. Robot. | IEEE Transactions on Robotics | IEEE T RO; T RO; TRO; IEEE TRO; IEEE Trans on Robotics; IEEE Trans Robotics; Transactions on Robotics | 10.1109/tro.
ieee-ral | IEEE Robot. Autom. Lett. | IEEE Robotics and Automation Letters | RA L; RAL; IEEE RA L; IEEE RAL; Robotics and Automation Letters; IEEE Robotics and Automation Letter; IEEE Robotics & Automation Letters | 10.1109/lra.
ijrr | IJRR | The International Journal of Robotics Research | International Journal of Robotics Research; Int J Robotics Research; Int J Robot Res | 10.1177/027836
ieee-tns | IEEE Trans. Nucl. Sci. | IEEE Transactions on Nuclear Science | IEEE TNS; IEEE Trans Nuclear Science; IEEE Trans on Nuclear Science | 10.1109/tns.
ieee-tgrs | IEEE Trans. Geosci. Remote Sens. | IEEE Transactions on Geoscience and Remote Sensing | TGRS; IEEE TGRS | 10.1109/tgrs.
ieee-tifs | IEEE Trans. Inf. Forensics Secur. | IEEE Transactions on Information Forensics and Security | TIFS; IEEE TIFS; IEEE Trans on Information Forensics and Security | 10.1109/tifs.
ieee-tmm | IEEE Trans. Multimedia | IEEE Transactions on Multimedia | IEEE TMM; TMM; IEEE Trans on Multimedia | 10.1109/tmm.
ieee-tcsvt | IEEE Trans. Circuits Syst. Video Technol. | IEEE Transactions on Circuits and Systems for Video Technology | IEEE TCSVT; TCSVT | 10.1109/tcsvt.
tog | ACM Trans. Graph. | ACM Transactions on Graphics | ACM TOG; TOG; ACM Trans on Graphics; ACM Trans Graphics |
jacm | J. ACM | Journal of the ACM | JACM; Journal of the Association for Computing Machinery |
cacm | Commun. ACM | Communications of the ACM | CACM; Comm ACM |
acm-comput-surv | ACM Comput. Surv. | ACM Computing Surveys | CSUR; ACM CSUR |
sicomp | SIAM J. Comput. | SIAM Journal on Computing | SICOMP; SIAM Journal of Computing | 10.1137/s00975397
tcs | Theor. Comput. Sci. | Theoretical Computer Science | Theoret Comput Sci; Theor Comp Sci; Theoretical Computer Sci | 10.1016/j.tcs.; 10.1016/s0304-3975
lmcs | LMCS | Logical Methods in Computer Science | Log Methods Comput Sci; Logical Methods Comput Sci | 10.2168/lmcs-; 10.23638/lmcs-; 10.46298/lmcs-
tplp | TPLP | Theory and Practice of Logic Programming | Theory Pract Log Program | 10.1017/s1471068
tocl | ACM Trans. Comput. Log. | ACM Transactions on Computational Logic | ACM TOCL; TOCL |
inf-comput | Inf. Comput. | Information and Computation | Inform and Comput; Inf and Comput; Information & Computation | 10.1016/j.ic.
algorithmica | Algorithmica | Algorithmica | | 10.1007/s00453
discrete-comput-geom | Discrete Comput. Geom. | Discrete & Computational Geometry | DCG; Discrete and Computational Geometry; Discrete Comp Geom | 10.1007/s00454
comput-geom | Comput. Geom. | Computational Geometry: Theory and Applications | Computational Geometry Theory and Appl; CGTA | 10.1016/j.comgeo.
j-symb-comput | J. Symb. Comput. | Journal of Symbolic Computation | J Symbolic Comput; J Symbolic Computation; J Symb Comp | 10.1016/j.jsc.
jasist | JASIST | Journal of the Association for Information Science and Technology | Journal of the American Society for Information Science and Technology; J Assoc Inf Sci Technol | 10.1002/asi.
scientometrics | Scientometrics | Scientometrics | | 10.1007/s11192
j-informetr | J. Informetr. | Journal of Informetrics | J Informetrics | 10.1016/j.joi.
ann-math | Ann. of Math. | Annals of Mathematics | Annals of Math; Ann Math; Annals Math; Annals of Maths | 10.4007/annals.
invent-math | Invent. Math. | Inventiones Mathematicae | Inventiones; Inventiones Math; Inv Math | 10.1007/s00222; 10.1007/s002220
acta-math | Acta Math. | Acta Mathematica | | 10.1007/s11511; 10.4310/acta.
jams | J. Amer. Math. Soc. | Journal of the American Mathematical Society | JAMS; J Am Math Soc; Journal of the AMS; J AMS; Jour AMS; Jour Amer Math Soc | 10.1090/jams; 10.1090/s0894-0347
duke-math-j | Duke Math. J. | Duke Mathematical Journal | Duke Math Journal; Duke Math; Duke | 10.1215/00127094; 10.1215/s0012-7094
math-ann | Math. Ann. | Mathematische Annalen | | 10.1007/s00208; 10.1007/s002080
math-z | Math. Z. | Mathematische Zeitschrift | Math Zeit; Math Zeitschrift | 10.1007/s00209; 10.1007/s002090
crelle | J. Reine Angew. Math. | Journal für die reine und angewandte Mathematik | Crelle's Journal; Crelle; Journal fur die reine und angewandte Mathematik; Crelles Journal; Crelle Journal; J fur die reine und angewandte Math; J f d reine u angew Math; Journal fuer die reine und angewandte Mathematik | 10.1515/crelle; 10.1515/crll.
compos-math | Compos. Math. | Compositio Mathematica | Compositio Math; Compositio; Comp Math | 10.1112/s0010437
adv-math | Adv. Math. | Advances in Mathematics | Adv in Math; Advances in Math; Advances Math | 10.1016/j.aim.; 10.1006/aima.
amer-j-math | Amer. J. Math. | American Journal of Mathematics | Am J Math; American J Math; American J of Math | 10.1353/ajm.
gafa | GAFA | Geometric and Functional Analysis | Geom Funct Anal; Geom and Funct Anal; G A F A | 10.1007/s00039
geom-topol | Geom. Topol. | Geometry & Topology | Geometry and Topology; Geom and Topol; Geom & Topol | 10.2140/gt.
algebr-geom-topol | Algebr. Geom. Topol. | Algebraic & Geometric Topology | Algebraic and Geometric Topology; AGT; Alg Geom Top; Algebr Geom Topology; Alg Geom Topol; Alg & Geom Topology | 10.2140/agt.
pac-j-math | Pacific J. Math. | Pacific Journal of Mathematics | Pac J Math; Pacific Journal of Math; Pacific J of Math | 10.2140/pjm.
algebra-number-theory | Algebra Number Theory | Algebra & Number Theory | Algebra and Number Theory | 10.2140/ant.
trans-ams | Trans. Amer. Math. Soc. | Transactions of the American Mathematical Society | TAMS; Trans AMS; Trans Am Math Soc; Transactions of the AMS; Transactions of AMS | 10.1090/tran; 10.1090/s0002-9947
proc-ams | Proc. Amer. Math. Soc. | Proceedings of the American Mathematical Society | PAMS; Proc AMS; Proc Am Math Soc; Proceedings of the AMS; Proceedings of AMS; Proc of the AMS; Proc of AMS; Proc of the Amer Math Soc | 10.1090/proc; 10.1090/s0002-9939
mem-ams | Mem. Amer. Math. Soc. | Memoirs of the American Mathematical Society | Memoirs of the AMS; Memoirs AMS; Mem AMS; Memoirs Amer Math Soc | 10.1090/memo; 10.1090/s0065-9266
bull-ams | Bull. Amer. Math. Soc. | Bulletin of the American Mathematical Society | Bull AMS; Bulletin of the AMS; Bull Am Math Soc; Bulletin AMS | 10.1090/bull; 10.1090/s0273-0979
math-comp | Math. Comp. | Mathematics of Computation | Math of Comp; Math Comput | 10.1090/mcom; 10.1090/s0025-5718
jems | J. Eur. Math. Soc. | Journal of the European Mathematical Society | JEMS; J Europ Math Soc; Journal of the EMS | 10.4171/jems
proc-lms | Proc. London Math. Soc. | Proceedings of the London Mathematical Society | PLMS; Proc Lond Math Soc; Proc LMS; Proceedings of the LMS | 10.1112/plms; 10.1112/s0024611
j-lms | J. London Math. Soc. | Journal of the London Mathematical Society | J Lond Math Soc; JLMS; Journal of the LMS; Journal of London Mathematical Society | 10.1112/jlms; 10.1112/s0024610
bull-lms | Bull. London Math. Soc. | Bulletin of the London Mathematical Society | Bull Lond Math Soc; BLMS; Bulletin of the LMS; Bull LMS; Bulletin of London Mathematical Society | 10.1112/blms; 10.1112/s0024609
j-topol | J. Topol. | Journal of Topology | J Topology | 10.1112/jtopol; 10.1112/topo.
imrn | IMRN | International Mathematics Research Notices | Int Math Res Not; Int Math Res Notices; Internat Math Res Notices; Inter Math Res Notices; Intl Math Res Notices; International Math Research Notices; I M R N | 10.1093/imrn; 10.1155/s1073792
j-algebra | J. Algebra | Journal of Algebra | J of Algebra; Jour of Algebra; Jour Algebra; J Alg | 10.1016/j.jalgebra.; 10.1006/jabr.; 10.1016/s0021-8693
j-pure-appl-algebra | J. Pure Appl. Algebra | Journal of Pure and Applied Algebra | JPAA; J Pure and Appl Algebra; J Pure and Applied Algebra; J Pure Appl Alg; J of Pure and Applied Algebra; Journal of Pure & Applied Algebra | 10.1016/j.jpaa.; 10.1016/s0022-4049
j-funct-anal | J. Funct. Anal. | Journal of Functional Analysis | JFA; J Func Anal; J of Funct Anal; J Functional Analysis; J Funct Analysis; J of Functional Analysis | 10.1016/j.jfa.; 10.1006/jfan.; 10.1016/s0022-1236
j-math-anal-appl | J. Math. Anal. Appl. | Journal of Mathematical Analysis and Applications | JMAA; J Math Anal and Appl; J Math Analysis Appl; J of Math Anal and Appl | 10.1016/j.jmaa.; 10.1006/jmaa.
j-differ-equ | J. Differential Equations | Journal of Differential Equations | JDE; J Differ Equ; J Diff Equations; J Diff Eq; J Diff Eqs; J Differ Equations | 10.1016/j.jde.
j-number-theory | J. Number Theory | Journal of Number Theory | JNT; J of Number Theory | 10.1016/j.jnt.; 10.1006/jnth.
jcta | J. Combin. Theory Ser. A | Journal of Combinatorial Theory, Series A | JCTA; JCT A; J Comb Theory Ser A; Journal of Combinatorial Theory A; J Combin Theory A; J Comb Theory A; J Combinatorial Theory Ser A | 10.1016/j.jcta.
jctb | J. Combin. Theory Ser. B | Journal of Combinatorial Theory, Series B | JCTB; JCT B; J Comb Theory Ser B; Journal of Combinatorial Theory B; J Combin Theory B; J Comb Theory B | 10.1016/j.jctb.
topology-appl | Topology Appl. | Topology and its Applications | Topology and Appl; Topology and its Appl; Topol Appl; Top Appl | 10.1016/j.topol.; 10.1016/s0166-8641
cpam | Comm. Pure Appl. Math. | Communications on Pure and Applied Mathematics | CPAM; Commun Pure Appl Math; Communications in Pure and Applied Mathematics | 10.1002/cpa.
ergod-theory-dyn-syst | Ergodic Theory Dynam. Systems | Ergodic Theory and Dynamical Systems | ETDS; Ergod Th Dynam Sys; Erg Th Dyn Sys; Ergodic Theory Dynam Sys; Ergod Theory Dyn Syst; Ergodic Theory & Dynamical Systems; Erg Theory and Dyn Sys; Ergodic Th and Dynam Sys | 10.1017/etds.; 10.1017/s0143385
electron-j-combin | Electron. J. Combin. | Electronic Journal of Combinatorics | The Electronic Journal of Combinatorics; Elec J Combin; Electr J Combin; Electronic J Combin; Elec J Comb | 10.37236/
european-j-combin | European J. Combin. | European Journal of Combinatorics | Europ J Combin; Eur J Comb; European J Comb; EJC European J Combin | 10.1016/j.ejc.
linear-algebra-appl | Linear Algebra Appl. | Linear Algebra and its Applications | LAA; Lin Alg Appl; Linear Algebra and Appl; Linear Alg Appl; Linear Algebra and Its Appl; Lin Alg and its Appl | 10.1016/j.laa.; 10.1016/s0024-3795
israel-j-math | Israel J. Math. | Israel Journal of Mathematics | Isr J Math; Israel J of Math; Israel Journal of Math | 10.1007/s11856
j-symb-log | J. Symb. Log. | The Journal of Symbolic Logic | Journal of Symbolic Logic; JSL; J Symbolic Logic; J Symb Logic; J of Symb Logic | 10.2178/jsl; 10.1017/jsl.
found-comput-math | Found. Comput. Math. | Foundations of Computational Mathematics | FoCM; JFoCM; Found Comp Math | 10.1007/s10208
siam-rev | SIAM Rev. | SIAM Review | |
siam-j-numer-anal | SIAM J. Numer. Anal. | SIAM Journal on Numerical Analysis | SINUM; SIAM J Num Anal; SIAM Journal of Numerical Analysis | 10.1137/s003614299
siam-j-sci-comput | SIAM J. Sci. Comput. | SIAM Journal on Scientific Computing | SISC; SIAM J Sci Comp; SIAM J on Scientific Computing; SIAM J Scientific Computing | 10.1137/s10648275
siam-j-matrix-anal-appl | SIAM J. Matrix Anal. Appl. | SIAM Journal on Matrix Analysis and Applications | SIMAX; SIAM J Matrix Analysis and Applications | 10.1137/s08954798
siam-j-optim | SIAM J. Optim. | SIAM Journal on Optimization | SIOPT; SIAM J on Optimization; SIAM J Optimization | 10.1137/s10526234
siam-j-discrete-math | SIAM J. Discrete Math. | SIAM Journal on Discrete Mathematics | SIDMA; SIAM J on Discrete Mathematics; SIAM J Disc Math | 10.1137/s08954801
siam-j-control-optim | SIAM J. Control Optim. | SIAM Journal on Control and Optimization | SICON; SIAM J Control and Optimization; SIAM J Contr Optim | 10.1137/s03630129
siam-j-imaging-sci | SIAM J. Imaging Sci. | SIAM Journal on Imaging Sciences | SIIMS; SIAM J Imaging Sciences |
numer-math | Numer. Math. | Numerische Mathematik | Num Math | 10.1007/s00211
math-program | Math. Program. | Mathematical Programming | Math Prog; Mathematical Programming A; Mathematical Programming Series A; Mathematical Programming B | 10.1007/s10107
oper-res | Oper. Res. | Operations Research | | 10.1287/opre.
acha | Appl. Comput. Harmon. Anal. | Applied and Computational Harmonic Analysis | ACHA; Appl Comp Harm Anal; Appl Comput Harm Anal | 10.1016/j.acha.
ann-stat | Ann. Statist. | The Annals of Statistics | Annals of Statistics; Ann Stat; Annals of Stat; Annals Statist | 10.1214/#-aos
ann-appl-stat | Ann. Appl. Stat. | The Annals of Applied Statistics | Annals of Applied Statistics; AOAS; Annals of Appl Stat | 10.1214/#-aoas
ann-probab | Ann. Probab. | The Annals of Probability | Annals of Probability; Ann Prob; Annals Probab; Annals of Prob; Annals of Probab | 10.1214/#-aop
ann-appl-probab | Ann. Appl. Probab. | The Annals of Applied Probability | Annals of Applied Probability; Ann Appl Prob; Annals Appl Probab; Annals of Appl Probab | 10.1214/#-aap
stat-sci | Statist. Sci. | Statistical Science | Stat Sci; Statistical Sci | 10.1214/#-sts
electron-j-stat | Electron. J. Stat. | Electronic Journal of Statistics | Electron J Statist; Elec J Stat; EJS Electron J Stat | 10.1214/#-ejs
electron-j-probab | Electron. J. Probab. | Electronic Journal of Probability | Elec J Probab; Electr J Probab; Elect J Probab; EJP Electron J Probab | 10.1214/#-ejp; 10.1214/ejp.
electron-commun-probab | Electron. Commun. Probab. | Electronic Communications in Probability | Elec Comm Probab; Electron Comm Probab; Elect Comm Probab | 10.1214/#-ecp; 10.1214/ecp.
bayesian-anal | Bayesian Anal. | Bayesian Analysis | | 10.1214/#-ba
bernoulli | Bernoulli | Bernoulli | | 10.3150/#-bej; 10.3150/bj/
aihp-b | Ann. Inst. Henri Poincaré Probab. Stat. | Annales de l'Institut Henri Poincaré, Probabilités et Statistiques | Ann Inst H Poincare Probab Statist; Ann Inst Henri Poincare Probab Stat; Annales de l'Institut Henri Poincare Probabilites et Statistiques; Annales de l'Institut Henri Poincare B; AIHP | 10.1214/#-aihp
ptrf | Probab. Theory Relat. Fields | Probability Theory and Related Fields | PTRF; Probab Theory Related Fields; Prob Theory Related Fields; Prob Theory and Related Fields; Prob Th Rel Fields; Probab Th Rel Fields; Prob Theory Rel Fields | 10.1007/s00440; 10.1007/s004400
spa | Stochastic Process. Appl. | Stochastic Processes and their Applications | Stoch Proc Appl; Stoch Process Appl; Stochastic Processes and Appl; Stochastic Process and their Applications; Stochastic Proc Appl; Stoch Proc and their Appl; Stochastic Processes and their Appl | 10.1016/j.spa.; 10.1016/s0304-4149
jasa | JASA | Journal of the American Statistical Association | J Amer Statist Assoc; J Am Stat Assoc; J Am Statist Assoc; Journal of American Statistical Association | 10.1198/jasa.; 10.1198/016214; 10.1080/01621459.
jrss-b | J. R. Stat. Soc. B | Journal of the Royal Statistical Society: Series B | JRSSB; JRSS B; JRSS Series B; J R Stat Soc Ser B; J Roy Statist Soc Ser B; J R Statist Soc B; Journal of the Royal Statistical Society B; Journal of the Royal Statistical Society Series B Statistical Methodology; J Royal Stat Soc B; Journal of the Royal Statistical Society Series B Methodological | 10.1111/rssb.; 10.1111/j.1467-9868.; 10.1111/1467-9868.
biometrika | Biometrika | Biometrika | | 10.1093/biomet/
biometrics | Biometrics | Biometrics | | 10.1111/biom.; 10.1111/j.1541-0420.
biostatistics | Biostatistics | Biostatistics | | 10.1093/biostatistics/
jcgs | J. Comput. Graph. Stat. | Journal of Computational and Graphical Statistics | JCGS; J Comp Graph Stat; J Comput Graph Statist | 10.1080/10618600.
stat-comput | Stat. Comput. | Statistics and Computing | Stat and Comput; Statist Comput | 10.1007/s11222
stat-med | Stat. Med. | Statistics in Medicine | Statist Med | 10.1002/sim.
j-multivar-anal | J. Multivar. Anal. | Journal of Multivariate Analysis | JMVA; J Multivariate Anal; J Multivariate Analysis | 10.1016/j.jmva.
j-econom | J. Econom. | Journal of Econometrics | J Econometrics | 10.1016/j.jeconom.
econometrica | Econometrica | Econometrica | | 10.3982/ecta
j-stat-softw | J. Stat. Softw. | Journal of Statistical Software | JSS J Stat Softw; J Stat Software | 10.18637/jss.
entropy | Entropy | Entropy | Entropy Basel | 10.3390/e#
geophys-j-int | Geophys. J. Int. | Geophysical Journal International | GJI; Geophys J Internat | 10.1093/gji/; 10.1111/j.1365-246x.
geophys-res-lett | Geophys. Res. Lett. | Geophysical Research Letters | GRL |
j-acoust-soc-am | J. Acoust. Soc. Am. | The Journal of the Acoustical Society of America | Journal of the Acoustical Society of America; JASA EL; J Acoust Soc Amer | 10.1121/1.
"""

WORKSHOPS = """
wmt | WMT | Conference on Machine Translation | Workshop on Machine Translation; Workshop on Statistical Machine Translation | 10.18653/v1/#.wmt-
semeval | SemEval | International Workshop on Semantic Evaluation | SEMEVAL; Semeval; Workshop on Semantic Evaluation | 10.18653/v1/#.semeval-; 10.18653/v1/s#-
repl4nlp | RepL4NLP | Workshop on Representation Learning for NLP | Repl4NLP; Rep4NLP | 10.18653/v1/#.repl4nlp-
bionlp | BioNLP | Workshop on Biomedical Natural Language Processing | | 10.18653/v1/#.bionlp-
wassa | WASSA | Workshop on Computational Approaches to Subjectivity, Sentiment and Social Media Analysis | | 10.18653/v1/#.wassa-
"""
