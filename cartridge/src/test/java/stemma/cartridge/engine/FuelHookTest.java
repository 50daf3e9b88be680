package stemma.cartridge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import run.endive.compiler.internal.Shaded;
import run.endive.runtime.Memory;

/** Holds the hook to the version of the engine it was written for. */
final class FuelHookTest {

    /** The engine's helpers that work in constant time, or whose work {@link FlatMemory} pays for. */
    private static final Set<String> PLAIN = Set.of(
            "callIndirect",
            "callIndirectOnInterpreterWithRefs",
            "callIndirectWithRefs",
            "callHostFunction",
            "callHostFunctionWithRefs",
            "isTailCallPending",
            "resolveTailCall",
            "resolveTailCallWithRefs",
            "isRefNull",
            "isGcRefNull",
            "refAsNonNull",
            "gcRefAsNonNull",
            "tableGet",
            "tableGetRef",
            "tableSet",
            "tableSetRef",
            "tableSize",
            "i32_ge_u",
            "memoryCopy",
            "memoryFill",
            "memoryInit",
            "memoryGrow",
            "memoryDrop",
            "memoryPages",
            "getAddr",
            "throwCallStackExhausted",
            "throwIndirectCallTypeMismatch",
            "throwOutOfBoundsMemoryAccess",
            "throwTrapException",
            "throwNullFunctionReference",
            "throwUnknownFunction",
            "checkInterruption",
            "readGlobal",
            "writeGlobal",
            "writeGlobalRef",
            "readGlobalRef",
            "exceptionMatches",
            "structGet",
            "structGetRef",
            "structGetS",
            "structGetU",
            "structSet",
            "structSetRef",
            "arrayGet",
            "arrayGetRef",
            "arrayGetS",
            "arrayGetU",
            "arraySet",
            "arraySetRef",
            "arrayLen",
            "refTest",
            "refTestNull",
            "castTest",
            "castTestNull",
            "heapTypeMatch",
            "refTestInt",
            "refTestNullInt",
            "castTestInt",
            "castTestNullInt",
            "heapTypeMatchInt",
            "refI31",
            "i31GetS",
            "i31GetU",
            "refEq",
            "anyConvertExtern",
            "externConvertAny",
            "dataDrop");

    @Test
    void everyHelperOfTheEngineIsEitherMeteredOrKnownToBePlain() {
        Set<String> helpers = Arrays.stream(Shaded.class.getMethods())
                .filter(method -> method.getDeclaringClass() == Shaded.class)
                .map(Method::getName)
                .filter(name -> !name.startsWith("memoryAtomic")) // refused at load
                .filter(name -> !name.startsWith("memoryRead") && !name.startsWith("memoryWrite"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(PLAIN);
        known.addAll(FuelHook.METERED);
        assertThat(helpers).isEqualTo(known);
    }

    @Test
    void everyMeteredHelperHasATwinOfTheSameShape() {
        for (Method method : Shaded.class.getMethods()) {
            if (FuelHook.METERED.contains(method.getName())) {
                assertThat(Metered.class.getMethods()).anySatisfy(twin -> {
                    assertThat(twin.getName()).isEqualTo(method.getName());
                    assertThat(twin.getParameterTypes()).isEqualTo(method.getParameterTypes());
                    assertThat(twin.getReturnType()).isEqualTo(method.getReturnType());
                });
            }
        }
    }

    @Test
    void everyAccessHasATwinOverAnArray() {
        for (Method method : Shaded.class.getMethods()) {
            boolean access = method.getName().startsWith("memoryRead")
                    || method.getName().startsWith("memoryWrite");
            if (access) {
                Class<?>[] shape = method.getParameterTypes();
                assertThat(shape[shape.length - 1]).isEqualTo(Memory.class);
                shape[shape.length - 1] = byte[].class;
                assertThat(FlatAccess.class.getMethods()).anySatisfy(twin -> {
                    assertThat(twin.getName()).isEqualTo(method.getName());
                    assertThat(twin.getParameterTypes()).isEqualTo(shape);
                });
            }
        }
    }

    @Test
    void everyArtifactOfTheEngineIsTheOneItWasWrittenFor() {
        for (Class<?> part :
                new Class<?>[] {run.endive.wasm.Parser.class, run.endive.runtime.Instance.class, Shaded.class}) {
            assertThat(part.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .contains("-1.0.0.jar");
        }
    }

    @Test
    void aCountThatIsShortOfATickIsNotWhole() {
        assertThat(new FuelHook.Count(3, 1, 4).whole()).isTrue();
        assertThat(new FuelHook.Count(3, 1, 3).whole()).isFalse();
    }
}
