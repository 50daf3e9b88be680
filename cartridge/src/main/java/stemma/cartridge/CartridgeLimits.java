package stemma.cartridge;

/**
 * What one cartridge may use. A manifest may ask for less of the first four, never for more.
 *
 * @param memoryPagesMax pages of 64 KiB of linear memory
 * @param allocationBytesMax bytes of objects that one instance of a Java cartridge makes, kept or not
 * @param fuelUnitsMax of one call, its children's included
 * @param callMillisMax of one call
 * @param callDepthMax calls of cartridges inside each other, the outermost counted
 * @param childMillisMax of one call from another cartridge
 * @param requestBytesMax the body of a request
 * @param responseBytesMax the body of a response
 * @param kvBytesMax keys and values of one cartridge together
 * @param kvKeysMax keys of one cartridge
 * @param kvKeyBytesMax one key
 * @param logLinesMax lines that one call writes; further ones are counted and dropped
 * @param logLineBytesMax one line; a longer one is cut
 * @param hostCallsMax calls from the guest to the host in one call
 * @param attemptsMax how often a call runs when others change what it read
 */
public record CartridgeLimits(
        int memoryPagesMax,
        long allocationBytesMax,
        long fuelUnitsMax,
        long callMillisMax,
        int callDepthMax,
        long childMillisMax,
        int requestBytesMax,
        int responseBytesMax,
        int kvBytesMax,
        int kvKeysMax,
        int kvKeyBytesMax,
        int logLinesMax,
        int logLineBytesMax,
        int hostCallsMax,
        int attemptsMax) {

    public CartridgeLimits {
        long least = Math.min(memoryPagesMax, Math.min(allocationBytesMax, Math.min(fuelUnitsMax, callMillisMax)));
        if (least < 1) {
            throw new IllegalArgumentException("memory, allocation, fuel and time are at least 1");
        }
    }

    /** 64 MiB, 100 million units, 30 seconds, three deep, ten seconds for a child. */
    public static CartridgeLimits standard() {
        return new CartridgeLimits(
                1_024,
                64L << 20,
                100_000_000,
                30_000,
                3,
                10_000,
                1 << 20,
                4 << 20,
                1 << 20,
                1_000,
                256,
                100,
                1_024,
                100_000,
                8);
    }

    /** The same with less memory, fuel and time; what is more stays as it is. */
    CartridgeLimits atMost(int memoryPages, long fuelUnits, long callMillis) {
        return new CartridgeLimits(
                Math.min(memoryPages, memoryPagesMax),
                allocationBytesMax,
                Math.min(fuelUnits, fuelUnitsMax),
                Math.min(callMillis, callMillisMax),
                callDepthMax,
                childMillisMax,
                requestBytesMax,
                responseBytesMax,
                kvBytesMax,
                kvKeysMax,
                kvKeyBytesMax,
                logLinesMax,
                logLineBytesMax,
                hostCallsMax,
                attemptsMax);
    }
}
