package stemma.cartridge.engine;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one method has to pay, and where it finds what.
 *
 * @param memorySlot the local variable that holds the memory
 * @param entryUnits what entering costs; none for a short method
 * @param units what each site costs, in order
 * @param touches whether it reads or writes memory
 * @param handlers where its exception handlers begin
 */
record Sites(int memorySlot, int entryUnits, List<Integer> units, boolean touches, Set<Label> handlers) {

    static Sites of(MethodModel method) {
        CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
        List<Integer> units = new ArrayList<>();
        Set<Label> handlers = new HashSet<>();
        boolean touches = false;
        boolean open = false;
        int position = 0;
        for (CodeElement element : code) {
            if (element instanceof ExceptionCatch handler) {
                handlers.add(handler.handler());
            }
            if (element instanceof Instruction instruction) {
                if (open) {
                    units.add(1 + repeated(instruction, position, code) / FuelHook.UNIT_BYTES);
                }
                open = instruction instanceof InvokeInstruction call && FuelHook.isSite(call);
                touches |= instruction instanceof InvokeInstruction call && FuelHook.isAccess(call);
                position += instruction.sizeInBytes();
            }
        }
        int slot = memorySlot(method);
        if (slot < 0 && (touches || !units.isEmpty())) {
            throw new IllegalStateException("no memory at hand in " + method.methodName());
        }
        boolean guests = method.methodName().stringValue().startsWith("func_");
        return new Sites(slot, guests ? code.codeLength() / FuelHook.UNIT_BYTES : 0, units, touches, handlers);
    }

    boolean pays() {
        return entryUnits > 0 || !units.isEmpty();
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
        for (SwitchCase each : jumps.cases()) {
            earliest = Math.min(earliest, code.labelToBci(each.target()));
        }
        return earliest;
    }

    private static int memorySlot(MethodModel method) {
        int slot = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
        for (ClassDesc parameter : method.methodTypeSymbol().parameterList()) {
            if (parameter.equals(FuelHook.MEMORY)) {
                return slot;
            }
            slot += TypeKind.from(parameter).slotSize();
        }
        return -1;
    }
}
