package io.threadlets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads a second copy of the library and of its tests, in which every allocation of the library's own code can be made
 * to fail: see {@link AllocationFaults}. That is each instruction that allocates, and each call of the JDK that is
 * known to. A call that may run out of memory when it has done its part already fails there as well.
 */
final class FaultyClassLoader extends ClassLoader {
    private static final String PACKAGE = "io.threadlets.";
    private static final String FAULTS = "io/threadlets/AllocationFaults";
    private static final int API = Opcodes.ASM9;

    /** Methods of the JDK that allocate, whatever class or interface they are called through. */
    private static final Set<String> ALLOCATING = Set.of(
            "add", "addAll", "addFirst", "addLast", "offer", "push", "put", "copyOf", "clone", "toArray", "toList");

    /** Those that allocate, of some classes; of the classes with nothing behind them, all do. */
    private static final Map<String, Set<String>> ALLOCATING_OF = Map.ofEntries(
            Map.entry("java/util/BitSet", Set.of("set")),
            Map.entry("java/lang/ThreadLocal", Set.of("get")),
            Map.entry("java/lang/Thread", Set.of("start", "setName")),
            Map.entry("java/lang/Class", Set.of("getName", "getSimpleName")),
            Map.entry("java/util/List", Set.of("of", "stream", "iterator", "forEach")),
            Map.entry("java/util/Collection", Set.of("stream", "iterator")),
            Map.entry("java/util/Map", Set.of("values", "keySet", "entrySet")),
            Map.entry("java/util/IdentityHashMap", Set.of("values")),
            Map.entry("java/util/concurrent/ThreadFactory", Set.of("newThread")),
            Map.entry("java/util/concurrent/Executor", Set.of("execute")),
            Map.entry(
                    "java/util/concurrent/CompletableFuture",
                    Set.of("delayedExecutor", "complete", "completeExceptionally")),
            Map.entry("java/security/AccessController", Set.of()),
            Map.entry("java/util/stream/Stream", Set.of()),
            Map.entry("java/time/Duration", Set.of()),
            Map.entry("java/time/Instant", Set.of()),
            Map.entry("java/lang/StringBuilder", Set.of()),
            Map.entry("java/lang/String", Set.of("valueOf", "formatted", "concat")),
            Map.entry("java/lang/Long", Set.of("toString", "valueOf")),
            Map.entry("java/lang/System", Set.of("getLogger")),
            Map.entry("java/lang/System$Logger", Set.of("log")));

    /** Those that may fail after they have done what they are to do. */
    private static final Map<String, Set<String>> ALLOCATING_AFTERWARDS = Map.of(
            "java/util/concurrent/ConcurrentMap", Set.of("put", "remove"),
            "java/util/concurrent/Executor", Set.of("execute"));

    private final ClassLoader original;

    FaultyClassLoader(ClassLoader original) {
        super(original);
        this.original = original;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE) || name.equals(AllocationFaults.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        final String file = name.replace('.', '/') + ".class";
        try (InputStream code = original.getResourceAsStream(file)) {
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            final byte[] bytes = isOfTheLibrary(file) ? rewrite(code.readAllBytes()) : code.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** And not of its tests, which may allocate what they like. */
    private static boolean isOfTheLibrary(String file) {
        return Files.exists(Path.of("target", "classes").resolve(file));
    }

    private static byte[] rewrite(byte[] code) {
        final ClassReader reader = new ClassReader(code);
        final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Rewriting(writer), 0);
        return writer.toByteArray();
    }

    private static final class Rewriting extends ClassVisitor {
        Rewriting(ClassVisitor to) {
            super(API, to);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String generic, String @Nullable [] exceptions) {
            return new Asking(super.visitMethod(access, name, type, generic, exceptions));
        }
    }

    /** Puts the question before, or behind, what allocates; it changes neither the stack nor the locals. */
    private static final class Asking extends MethodVisitor {
        Asking(MethodVisitor to) {
            super(API, to);
        }

        private void ask() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, "allocate", "()V", false);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.ANEWARRAY) {
                ask();
            }
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.NEW) {
                ask(); // not before: stack maps know the new object by the place of its instruction
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                ask();
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            ask();
            super.visitMultiANewArrayInsn(type, dimensions);
        }

        /** One that captures nothing is linked once, when the rehearsal comes to it. */
        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            if (!type.startsWith("()") || !bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                ask();
            }
            super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            if (owner.equals("java/util/concurrent/CompletableFuture") && name.equals("cancel")) {
                super.visitInsn(Opcodes.DUP2);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        FAULTS,
                        "allocateToCancel",
                        "(Ljava/util/concurrent/CompletableFuture;Z)V",
                        false);
            } else if (owner.equals("java/lang/ThreadLocal") && name.equals("set")) {
                super.visitInsn(Opcodes.DUP2);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        FAULTS,
                        "allocateToSet",
                        "(Ljava/lang/ThreadLocal;Ljava/lang/Object;)V",
                        false);
            } else if (allocates(owner, name)) {
                ask();
            }
            super.visitMethodInsn(opcode, owner, name, type, isInterface);
            if (ALLOCATING_AFTERWARDS.getOrDefault(owner, Set.of()).contains(name)) {
                ask();
            }
        }

        private static boolean allocates(String owner, String name) {
            final Set<String> some = ALLOCATING_OF.get(owner);
            final boolean known = some != null && (some.isEmpty() || some.contains(name)) && !name.equals("<init>");
            final boolean collection = owner.startsWith("[") || owner.startsWith("java/util/");
            return known || (collection && !owner.contains("/atomic/") && ALLOCATING.contains(name));
        }
    }
}
