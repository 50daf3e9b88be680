"""Answers random cases with QuTiP and scipy: reads lines of numbers, writes lines of numbers.

In:  d, operators, jumps, time, then rho, sigma, the operators, H and the jumps, each d x d numbers row by
     row, real and imaginary part in turns.
Out: the channel of the completed operators applied to rho; entropy, purity, fidelity, trace distance,
     l1 coherence; rho without its right factor where d is even; rho after the time under H and the jumps.
"""
import sys
import warnings

warnings.simplefilter("ignore")

try:
    import numpy as np
    import qutip
    import scipy.linalg
except ImportError:
    sys.exit(69)


def answer(numbers):
    d, operators, jumps = (int(n) for n in numbers[:3])
    time = numbers[3]
    rest = np.array(numbers[4:])
    matrices = (rest[0::2] + 1j * rest[1::2]).reshape(-1, d, d)
    rho, sigma = qutip.Qobj(matrices[0]), qutip.Qobj(matrices[1])
    kraus = matrices[2:2 + operators]
    root = scipy.linalg.inv(scipy.linalg.sqrtm(sum(k.conj().T @ k for k in kraus)))
    mapped = sum((qutip.Qobj(k @ root) * rho * qutip.Qobj(k @ root).dag() for k in kraus), 0)
    hamiltonian = qutip.Qobj(matrices[2 + operators])
    collapse = [qutip.Qobj(m) for m in matrices[3 + operators:]]
    assert len(collapse) == jumps
    propagator = (qutip.liouvillian(hamiltonian, collapse) * time).expm()
    evolved = qutip.vector_to_operator(propagator * qutip.operator_to_vector(rho))
    full = matrices[0]
    out = flat(mapped.full())
    out += [
        qutip.entropy_vn(rho),
        (rho * rho).tr().real,
        qutip.fidelity(rho, sigma) ** 2,
        qutip.tracedist(rho, sigma),
        float(np.abs(full).sum() - np.abs(np.diag(full)).sum()),
    ]
    if d % 2 == 0:
        pair = qutip.Qobj(full, dims=[[2, d // 2], [2, d // 2]])
        out += flat(pair.ptrace(0).full())
    return out + flat(evolved.full())


def flat(matrix):
    return [part for value in matrix.reshape(-1) for part in (value.real, value.imag)]


with open(sys.argv[1]) as cases, open(sys.argv[2], "w") as answers:
    for line in cases:
        print(*(repr(float(n)) for n in answer([float(n) for n in line.split()])), file=answers)
