/* Four kernels without a library; sha folds the digest of zeros into one number, so that it can be compared. */
#define EXPORT(name) __attribute__((export_name(#name))) name
typedef unsigned int u32;
typedef unsigned char u8;

void *memset(void *to, int value, unsigned long count) { return __builtin_memset(to, value, count); }

int EXPORT(fib)(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

static u8 composite[5000000];

int EXPORT(sieve)(int n) {
    int primes = 0;
    memset(composite, 0, n);
    for (int i = 2; i * i < n; i++)
        if (!composite[i])
            for (int j = i * i; j < n; j += i) composite[j] = 1;
    for (int i = 2; i < n; i++) primes += !composite[i];
    return primes;
}

static double a[200 * 200], b[200 * 200], product[200 * 200];

double EXPORT(matmul)(int n) {
    double trace = 0;
    for (int i = 0; i < n * n; i++) { a[i] = i % 7; b[i] = i % 11; }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
            product[i * n + j] = sum;
        }
    for (int i = 0; i < n; i++) trace += product[i * n + i];
    return trace;
}

static u32 rounds[64];
static u8 message[4 << 20];

static u32 rotated(u32 x, int by) { return x >> by | x << (32 - by); }

/* The round constants: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
static void constants(void) {
    int found = 0;
    for (u32 p = 2; found < 64; p++) {
        int prime = 1;
        for (u32 d = 2; d * d <= p; d++) prime &= p % d != 0;
        if (prime) {
            double root = 1;
            for (int i = 0; i < 60; i++) root -= (root * root * root - p) / (3 * root * root);
            rounds[found++] = (u32)((root - (u32)root) * 4294967296.0);
        }
    }
}

static void block(u32 *h, const u8 *p) {
    u32 w[64], v[8];
    for (int i = 0; i < 16; i++) w[i] = p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] + (rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3)
            + (rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10);
    for (int i = 0; i < 8; i++) v[i] = h[i];
    for (int i = 0; i < 64; i++) {
        u32 one = v[7] + (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6]))
            + rounds[i] + w[i];
        u32 two = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22))
            + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        for (int k = 7; k > 0; k--) v[k] = v[k - 1];
        v[4] += one;
        v[0] = one + two;
    }
    for (int i = 0; i < 8; i++) h[i] += v[i];
}

int EXPORT(sha)(int n) {
    u32 h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    constants();
    for (int i = 0; i + 64 <= n; i += 64) block(h, message + i);
    return h[0] ^ h[7];
}
