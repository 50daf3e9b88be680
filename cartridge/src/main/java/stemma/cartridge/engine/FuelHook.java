package stemma.cartridge.engine;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Puts fuel into the class files that the engine compiles a module to.
 *
 * <p>The engine looks for an interrupt at every jump backwards and every call. Each of these sites
 * becomes a tick of the {@link Meter}, which the compiled method has at hand in its memory parameter:
 *
 * <pre>
 *   invokestatic ...Shaded.checkInterruption()V   ->   aload memory
 *                                                      push  units
 *                                                      invokestatic Metered.tick(Memory, int)V
 * </pre>
 *
 * <p>The units bound the work. Forward, a method runs through each of its bytes at most once; only a
 * jump backwards lets it run some again. So the bytes executed are at most the length of the code plus
 * the distance of every jump backwards, and that is what is charged: the distance at the jump, and the
 * length at the entry of methods longer than {@value #UNIT_BYTES} bytes, in units of so many bytes.
 * Helpers whose work depends on a number of the guest's are replaced by {@link Metered} ones.
 *
 * <p>The engine's class names are its own affair, so nothing is taken on trust: {@link Count} says how
 * many sites were found and how many ticks are there afterwards, and {@link Program} refuses a module
 * where they differ. The idea of counting at loop heads and calls is that of every fuel meter; see
 * Haas et al., "Bringing the Web up to Speed with WebAssembly", PLDI 2017, on structured control flow.
 */
final class FuelHook {
    /** Bytes of class file for one unit of fuel. */
    static final int UNIT_BYTES = 128;

    /** The engine's helpers that {@link Metered} stands in for, by name. */
    static final Set<String> METERED = Set.of(
            "setTailCall",
            "setTailCallWithRefs",
            "setTailCallIndirect",
            "setTailCallIndirectWithRefs",
            "tableGrow",
            "tableGrowRef",
            "tableFill",
            "tableFillRef",
            "tableCopy",
            "tableInit",
            "createWasmException",
            "createWasmExceptionGc",
            "structNew",
            "structNewDefault",
            "arrayNew",
            "arrayNewRef",
            "arrayNewDefault",
            "arrayNewFixed",
            "arrayNewFixedRefs",
            "arrayNewData",
            "arrayNewElem",
            "arrayFill",
            "arrayFillRef",
            "arrayCopy",
            "arrayInitData",
            "arrayInitElem");

    private static final String SITE = "checkInterruption";
    private static final String HELPERS_SUFFIX = "Shaded";
    private static final ClassDesc MEMORY = ClassDesc.of("run.endive.runtime.Memory");
    private static final ClassDesc METER = ClassDesc.of(Metered.class.getName());
    private static final MethodTypeDesc TICK =
            MethodTypeDesc.of(ConstantDescs.CD_void, MEMORY, ConstantDescs.CD_int);

    /** What was found and done in some class files. */
    record Count(int sites, int entries, int ticks) {
        Count plus(Count other) {
            return new Count(sites + other.sites, entries + other.entries, ticks + other.ticks);
        }

        /** Whether every site has become a tick and nothing else has. */
        boolean whole() {
            return ticks == sites + entries;
        }
    }

    /** A class file with fuel. */
    record Hooked(byte[] classFile, Count count) {}

    private FuelHook() {}

    /** Whether this is the class that holds the engine's helpers themselves, which stays as it is. */
    static boolean isHelpers(String className) {
        return className.endsWith(HELPERS_SUFFIX);
    }

    /** Puts fuel into one class file; throws {@link IllegalStateException} at code it does not understand. */
    static Hooked into(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Count[] found = {new Count(0, 0, 0)};
        byte[] hooked = ClassFile.of().transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                Sites sites = Sites.of(method);
                found[0] = found[0].plus(new Count(sites.units().size(), sites.entryUnits() > 0 ? 1 : 0, 0));
                builder.transformMethod(method, MethodTransform.transformingCode(new Ticking(sites)));
            } else {
                builder.with(element);
            }
        });
        return new Hooked(hooked, found[0].plus(new Count(0, 0, ticks(hooked))));
    }

    private static int ticks(byte[] classFile) {
        int ticks = 0;
        for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
            for (CodeElement element : elements(method)) {
                if (element instanceof InvokeInstruction call) {
                    if (isSite(call)) {
                        throw new IllegalStateException("a site was left without fuel in " + method.methodName());
                    }
                    ticks += call.owner().asSymbol().equals(METER)
                                    && call.name().equalsString("tick")
                            ? 1
                            : 0;
                }
            }
        }
        return ticks;
    }

    private static List<CodeElement> elements(MethodModel method) {
        return method.code().map(code -> code.elementList()).orElse(List.of());
    }

    private static boolean isHelper(InvokeInstruction call) {
        return isHelpers(call.owner().asInternalName());
    }

    private static boolean isSite(InvokeInstruction call) {
        return isHelper(call) && call.name().equalsString(SITE);
    }

    /**
     * What one method has to pay, and with which meter.
     *
     * @param memorySlot the local variable that holds the memory
     * @param entryUnits what entering costs; none for a short method
     * @param units what each site costs, in order
     */
    private record Sites(int memorySlot, int entryUnits, List<Integer> units) {

        static Sites of(MethodModel method) {
            CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
            List<Integer> units = new ArrayList<>();
            int position = 0;
            boolean open = false;
            for (CodeElement element : code) {
                if (element instanceof Instruction instruction) {
                    if (open) {
                        units.add(1 + repeated(instruction, position, code) / UNIT_BYTES);
                    }
                    open = instruction instanceof InvokeInstruction call && isSite(call);
                    position += instruction.sizeInBytes();
                }
            }
            int slot = memorySlot(method);
            if (slot < 0 && !units.isEmpty()) {
                throw new IllegalStateException("no memory at hand in " + method.methodName());
            }
            boolean guests = method.methodName().stringValue().startsWith("func_");
            return new Sites(slot, guests ? code.codeLength() / UNIT_BYTES : 0, units);
        }

        /** Bytes that the instruction may send the method back over. */
        private static int repeated(Instruction instruction, int position, CodeAttribute code) {
            int target = switch (instruction) {
                case BranchInstruction jump -> code.labelToBci(jump.target());
                case TableSwitchInstruction jumps -> earliest(jumps, code);
                default -> position;
            };
            return Math.max(0, position - target);
        }

        private static int earliest(TableSwitchInstruction jumps, CodeAttribute code) {
            int earliest = code.labelToBci(jumps.defaultTarget());
            for (var each : jumps.cases()) {
                Label target = each.target();
                earliest = Math.min(earliest, code.labelToBci(target));
            }
            return earliest;
        }

        private static int memorySlot(MethodModel method) {
            int slot = method.flags().has(java.lang.reflect.AccessFlag.STATIC) ? 0 : 1;
            for (ClassDesc parameter : method.methodTypeSymbol().parameterList()) {
                if (parameter.equals(MEMORY)) {
                    return slot;
                }
                slot += parameter.equals(ConstantDescs.CD_long) || parameter.equals(ConstantDescs.CD_double) ? 2 : 1;
            }
            return -1;
        }
    }

    /** Writes one method anew. */
    private static final class Ticking implements CodeTransform {
        private final Sites sites;
        private final Iterator<Integer> units;

        private Ticking(Sites sites) {
            this.sites = sites;
            this.units = sites.units().iterator();
        }

        @Override
        public void atStart(CodeBuilder builder) {
            if (sites.entryUnits() > 0) {
                tick(builder, sites.entryUnits());
            }
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (element instanceof InvokeInstruction call && isSite(call)) {
                tick(builder, units.next());
            } else if (element instanceof InvokeInstruction call && isHelper(call) && isMetered(call)) {
                builder.invokestatic(METER, call.name().stringValue(), call.typeSymbol());
            } else {
                builder.with(element);
            }
        }

        private void tick(CodeBuilder builder, int cost) {
            builder.aload(sites.memorySlot()).loadConstant(cost).invokestatic(METER, "tick", TICK);
        }

        private static boolean isMetered(InvokeInstruction call) {
            return METERED.contains(call.name().stringValue());
        }
    }
}
