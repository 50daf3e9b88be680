package stemma.model;

/** Makes text whole Unicode: half of a pair, which no encoding can carry, becomes U+FFFD. */
final class Surrogates {
    private Surrogates() {}

    static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }
}
