package org.mptcpscope.dist;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Spells pattern switches out: a switch over types becomes a method of type tests.
 *
 * <p>The JVM makes the code of such a switch when it is first met, a third of a millisecond each,
 * and keeps none of it in its AOT cache; a run of {@code lint} meets fifty. The method does what
 * {@link java.lang.runtime.SwitchBootstraps#typeSwitch} promises. Delete this when the cache holds
 * them.
 */
public final class PatternSwitches {
  private static final String BOOTSTRAPS = "java/lang/runtime/SwitchBootstraps";

  /**
   * The types that code speaks of, read where this program was loaded, which is all of the program.
   */
  private static final ClassFile.Option TYPES =
      ClassHierarchyResolverOption.of(
          ClassHierarchyResolver.ofResourceParsing(PatternSwitches.class.getClassLoader())
              .orElse(ClassHierarchyResolver.defaultResolver())
              .cached());

  private PatternSwitches() {}

  public static void main(String... jars) throws IOException {
    for (String jar : jars) {
      JarRewriter.rewrite(Path.of(jar), PatternSwitches::spellOut);
    }
  }

  /**
   * A switch.
   *
   * @param name of the method that takes its place
   * @param type selector and the label to begin at; gives the label
   */
  private record Switch(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  /** The class without those of its switches that are over types only. */
  static byte[] spellOut(byte[] octets) {
    ClassFile tool = ClassFile.of(TYPES);
    ClassModel model = tool.parse(octets);
    boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
    ClassDesc owner = model.thisClass().asSymbol();
    List<Switch> found = new ArrayList<>();
    ClassTransform calls =
        ClassTransform.transformingMethodBodies(
            (code, element) -> {
              if (element instanceof InvokeDynamicInstruction call && isOverTypes(call)) {
                Switch each =
                    new Switch("typeSwitch$" + found.size(), call.typeSymbol(), labels(call));
                found.add(each);
                code.invokestatic(owner, each.name(), each.type(), isInterface);
              } else {
                code.with(element);
              }
            });
    ClassTransform methods =
        ClassTransform.endHandler(
            type ->
                found.forEach(
                    each ->
                        type.withMethodBody(
                            each.name(),
                            each.type(),
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                            code -> write(code, each))));
    if (!hasSwitch(model)) {
      return octets;
    }
    return tool.transformClass(model, calls.andThen(methods));
  }

  private static boolean hasSwitch(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .anyMatch(
            code -> {
              for (CodeElement element : code) {
                if (element instanceof InvokeDynamicInstruction call && isOverTypes(call)) {
                  return true;
                }
              }
              return false;
            });
  }

  private static boolean isOverTypes(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().descriptorString().equals("L" + BOOTSTRAPS + ";")
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && !call.typeSymbol().parameterType(0).isPrimitive()
        && call.bootstrapArgs().stream()
            .allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
  }

  private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      labels.add((ClassDesc) label);
    }
    return labels;
  }

  /** -1 for null, else the first label from the given one on that fits, else their number. */
  private static void write(CodeBuilder code, Switch each) {
    Label some = code.newLabel();
    code.aload(0).ifnonnull(some).loadConstant(-1).ireturn().labelBinding(some);
    for (int i = 0; i < each.labels().size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(each.labels().get(i)).ifeq(next);
      code.loadConstant(i).ireturn();
      code.labelBinding(next);
    }
    code.loadConstant(each.labels().size()).ireturn();
  }
}
