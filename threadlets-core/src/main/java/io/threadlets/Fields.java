package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Handles for fields that are changed by a CAS, or written with a release. */
final class Fields {
    private Fields() {}

    /** @param lookup of the class that has the field */
    static VarHandle handle(MethodHandles.Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type).withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
