"""The peers of the kernel, one thread each: prints a name, the dimensions and a rate per second."""
import sys
import time
import warnings

import numpy as np

ROUNDS = 3


def rate(work, seconds):
    work()
    best = 0
    for _ in range(ROUNDS):
        count = 0
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            for _ in range(20):
                work()
            count += 20
        best = max(best, count / (time.perf_counter() - start))
    return best


def unitary(random, d):
    q, _ = np.linalg.qr(random.normal(size=(d, d)) + 1j * random.normal(size=(d, d)))
    return q


def steps(seconds, qutip):
    random = np.random.default_rng(7)
    for d in (2, 8, 16, 32, 64):
        a, b = np.sqrt(0.6) * unitary(random, d), np.sqrt(0.4) * unitary(random, d)
        c, e = a.conj().T.copy(), b.conj().T.copy()
        rho = np.diag(np.full(d, 1 / d)).astype(complex)
        print("numpy-step", d, rate(lambda: a @ rho @ c + b @ rho @ e, seconds))
        if qutip:
            a, b, c, e, rho = (qutip.Qobj(m) for m in (a, b, c, e, rho))
            print("qutip-step", d, rate(lambda: a * rho * c + b * rho * e, seconds))


def entropies(seconds, qutip):
    for d in (8, 64):
        rho = qutip.rand_dm(d, density=1)
        print("qutip-entropy", d, rate(lambda: qutip.entropy_vn(rho), seconds))


try:
    warnings.simplefilter("ignore")
    import qutip
except ImportError:
    qutip = None
if sys.argv[2] == "step":
    steps(float(sys.argv[1]), qutip)
elif qutip:
    entropies(float(sys.argv[1]), qutip)
