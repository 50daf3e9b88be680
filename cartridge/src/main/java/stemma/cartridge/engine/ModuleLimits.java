package stemma.cartridge.engine;

/**
 * How large a module may be. Parsing builds some fifty bytes of objects for each byte of code, so
 * that code has a limit of its own.
 *
 * @param moduleBytesMax the whole file
 * @param codeBytesMax its code section
 * @param typesMax function, struct and array types
 * @param importsMax imports of all kinds
 * @param functionsMax functions it defines
 * @param exportsMax exports of all kinds
 * @param globalsMax globals it defines
 * @param tablesMax tables it defines
 * @param tableEntriesMax entries of each table, also after growing
 * @param segmentsMax data and element segments, each
 * @param memoryPagesMax pages of 64 KiB that its memory may have
 */
public record ModuleLimits(
        int moduleBytesMax,
        int codeBytesMax,
        int typesMax,
        int importsMax,
        int functionsMax,
        int exportsMax,
        int globalsMax,
        int tablesMax,
        int tableEntriesMax,
        int segmentsMax,
        int memoryPagesMax) {

    /** Bytes of one page of memory. */
    public static final int PAGE_BYTES = 65_536;

    /** The most that any limit allows: 512 MiB, far below the largest array. */
    public static final int MEMORY_PAGES_CEILING = 8_192;

    public ModuleLimits {
        require("moduleBytesMax", moduleBytesMax);
        require("codeBytesMax", codeBytesMax);
        require("typesMax", typesMax);
        require("importsMax", importsMax);
        require("functionsMax", functionsMax);
        require("exportsMax", exportsMax);
        require("globalsMax", globalsMax);
        require("tablesMax", tablesMax);
        require("tableEntriesMax", tableEntriesMax);
        require("segmentsMax", segmentsMax);
        require("memoryPagesMax", memoryPagesMax);
        if (memoryPagesMax > MEMORY_PAGES_CEILING) {
            throw new IllegalArgumentException("memoryPagesMax is at most " + MEMORY_PAGES_CEILING);
        }
    }

    /** What a cartridge gets when nothing else is said: 64 MiB of memory, a module of 8 MiB. */
    public static ModuleLimits standard() {
        return new ModuleLimits(8 << 20, 1 << 20, 10_000, 256, 20_000, 1_000, 10_000, 16, 100_000, 10_000, 1_024);
    }

    /** The same with another memory. */
    public ModuleLimits withMemoryPages(int pages) {
        return new ModuleLimits(
                moduleBytesMax,
                codeBytesMax,
                typesMax,
                importsMax,
                functionsMax,
                exportsMax,
                globalsMax,
                tablesMax,
                tableEntriesMax,
                segmentsMax,
                pages);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
