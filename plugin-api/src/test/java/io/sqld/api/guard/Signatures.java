package io.sqld.api.guard;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One type of the API, written down: its heading and its visible members, generics included. */
final class Signatures {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

    /** Inside a signature these packages would only hide the types' names. */
    private static final Pattern KNOWN_PACKAGE =
            Pattern.compile("\\b(java\\.lang|io\\.sqld\\.api(\\.[a-z]+)*)\\.(?=[A-Z])");

    private final Class<?> type;

    Signatures(Class<?> type) {
        this.type = type;
    }

    /** {@return whether code outside the module can name the type} */
    boolean visible() {
        for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
            if (!outside(c.getModifiers()) || c.isAnonymousClass() || c.isLocalClass()) {
                return false;
            }
        }
        return true;
    }

    String heading() {
        StringBuilder heading =
                new StringBuilder(type.getCanonicalName()).append(typeParameters(type.getTypeParameters()));
        if (type.isRecord()) {
            heading.append(Arrays.stream(type.getRecordComponents())
                    .map(Signatures::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        heading.append(": ").append(kind());
        List<String> superTypes = new ArrayList<>();
        if (!type.isInterface() && !type.isRecord() && !type.isEnum() && type.getGenericSuperclass() != Object.class) {
            superTypes.add(name(type.getGenericSuperclass()));
        }
        Arrays.stream(type.getGenericInterfaces()).map(Signatures::name).sorted().forEach(superTypes::add);
        if (!superTypes.isEmpty()) {
            heading.append(" of ").append(String.join(", ", superTypes));
        }
        if (type.isSealed()) {
            heading.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Signatures::name)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return heading.toString();
    }

    List<String> members() {
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (listed(field)) {
                members.add(field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (listed(constructor)) {
                members.add(
                        modifiers(constructor.getModifiers()) + typeParametersBefore(constructor.getTypeParameters())
                                + "new"
                                + parameters(constructor.getGenericParameterTypes(), constructor.isVarArgs())
                                + thrown(constructor.getGenericExceptionTypes()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (listed(method) && !implied(method)) {
                members.add(modifiers(method.getModifiers()) + (method.isDefault() ? "default " : "")
                        + typeParametersBefore(method.getTypeParameters()) + name(method.getGenericReturnType()) + " "
                        + method.getName() + parameters(method.getGenericParameterTypes(), method.isVarArgs())
                        + thrown(method.getGenericExceptionTypes()));
            }
        }
        return members;
    }

    private String kind() {
        String kind = type.isAnnotation() ? "annotation"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        int flags = type.getModifiers();
        boolean free = kind.equals("class");
        return (type.isSealed() ? "sealed " : "") + (free && Modifier.isAbstract(flags) ? "abstract " : "")
                + (free && Modifier.isFinal(flags) ? "final " : "") + kind;
    }

    private String field(Field field) {
        if (field.isEnumConstant()) {
            return "constant " + field.getName();
        }
        return modifiers(field.getModifiers()) + name(field.getGenericType()) + " " + field.getName() + value(field);
    }

    /** A constant's value is compiled into its users, so it is part of the signature. */
    private static String value(Field field) {
        int flags = field.getModifiers();
        boolean inlined = field.getType().isPrimitive() || field.getType() == String.class;
        if (!inlined || !Modifier.isPublic(flags) || !Modifier.isStatic(flags) || !Modifier.isFinal(flags)) {
            return "";
        }
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    private boolean implied(Method method) {
        boolean accessor = type.isRecord() && method.getParameterCount() == 0
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(method));
        return accessor || OF_EVERY_OBJECT.contains(method.getName())
                || (type.isEnum() && OF_EVERY_ENUM.contains(method.getName()));
    }

    private static boolean listed(Member member) {
        return outside(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean outside(int flags) {
        return Modifier.isPublic(flags) || Modifier.isProtected(flags);
    }

    private String modifiers(int flags) {
        return (Modifier.isProtected(flags) ? "protected " : "") + (Modifier.isStatic(flags) ? "static " : "")
                + (Modifier.isAbstract(flags) && !type.isInterface() ? "abstract " : "")
                + (Modifier.isFinal(flags) ? "final " : "");
    }

    private static String component(RecordComponent component) {
        return name(component.getGenericType()) + " " + component.getName();
    }

    private static String parameters(Type[] types, boolean varArgs) {
        String list = Arrays.stream(types).map(Signatures::name).collect(Collectors.joining(", "));
        return "(" + (varArgs ? list.substring(0, list.length() - "[]".length()) + "..." : list) + ")";
    }

    private static String thrown(Type[] types) {
        return types.length == 0 ? ""
                : Arrays.stream(types).map(Signatures::name).sorted().collect(Collectors.joining(", ", " throws ", ""));
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        return variables.length == 0 ? ""
                : Arrays.stream(variables).map(Signatures::typeParameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String typeParametersBefore(TypeVariable<?>[] variables) {
        return variables.length == 0 ? "" : typeParameters(variables) + " ";
    }

    private static String typeParameter(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(Signatures::name)
                .collect(Collectors.joining(" & "));
        return bounds.isEmpty() ? variable.getName() : variable.getName() + " extends " + bounds;
    }

    private static String name(Type type) {
        return KNOWN_PACKAGE.matcher(type.getTypeName().replace('$', '.')).replaceAll("");
    }
}
