package stemma.identity;

import stemma.core.Entropy;

/** What the vault's data key is wrapped in, as the vault's second line says it. */
sealed interface VaultWrap {
    /** A key that follows from the node's own, so that an unattended node starts. */
    record NodeKey() implements VaultWrap {
        @Override
        public String text() {
            return "node";
        }
    }

    /** A key that follows from a passphrase. */
    record Passphrase(Stretch stretch) implements VaultWrap {
        @Override
        public String text() {
            return stretch.text();
        }
    }

    String text();

    static VaultWrap parse(String text) {
        return text.equals("node") ? new NodeKey() : new Passphrase(Stretch.parse(text));
    }

    static VaultWrap passphrase(Entropy entropy) {
        return new Passphrase(Stretch.standard(entropy));
    }
}
