package io.meridian.processor;

import io.meridian.processor.PluginFacts.SettingFacts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Reads the annotation of a plugin's class, and says what is wrong with it. */
final class AnnotationReader {
    private static final String SETTING = "io.meridian.sdk.annotation.Setting";
    private static final String ID = "[a-z][a-z0-9-]{1,39}";
    private static final String VERSION = "\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?";
    private static final String REQUIRED = "\0";

    private final Elements elements;
    private final Problems problems;

    AnnotationReader(Elements elements, Problems problems) {
        this.elements = elements;
        this.problems = problems;
    }

    PluginFacts read(TypeElement type, AnnotationMirror annotation) {
        Values values = new Values(annotation);
        String id = values.text("id");
        if (!id.matches(ID)) {
            problems.add(type, annotation, "id=\"" + id + "\" is not 2 to 40 of a-z 0-9 -, a letter first");
        }
        String version = values.text("version");
        if (!version.matches(VERSION)) {
            problems.add(type, annotation, "version=\"" + version + "\" is no semantic version, as 1.2.3");
        }
        if (type.getKind() != ElementKind.CLASS || type.getModifiers().contains(Modifier.ABSTRACT)) {
            problems.add(type, annotation, type.getSimpleName() + " is no class that can be made: a plugin is one");
        } else if (type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC)) {
            problems.add(
                    type, annotation, type.getSimpleName() + " is inside another class: make it static, or move it");
        }
        Map<Use, List<String>> topics = new EnumMap<>(Use.class);
        for (Use use : Use.values()) {
            topics.put(use, patterns(type, annotation, values, use.member()));
        }
        List<String> durable = patterns(type, annotation, values, "durable");
        for (String egress : values.texts("egress")) {
            if (!egress.matches("[A-Za-z0-9.-]+:\\d{1,5}")) {
                problems.add(type, annotation, "egress=\"" + egress + "\" is not host:port");
            }
        }
        Values resources = new Values((AnnotationMirror) values.value("resources"));
        int memoryMib = (Integer) resources.value("memoryMib");
        double cpus = (Double) resources.value("cpus");
        if (memoryMib < 16 || !(cpus > 0)) {
            problems.add(
                    type,
                    annotation,
                    "resources memoryMib=" + memoryMib + " cpus=" + cpus
                            + ": at least 16 MiB and more than 0 processors are needed");
        }
        TypeMirror settings = (TypeMirror) values.value("settings");
        return new PluginFacts(
                elements.getBinaryName(type).toString(),
                id,
                version,
                values.text("description"),
                values.text("pool"),
                topics,
                durable,
                ((Element) values.value("state")).getSimpleName().toString(),
                settings((TypeElement) ((DeclaredType) settings).asElement()),
                values.texts("egress"),
                memoryMib,
                cpus);
    }

    private List<String> patterns(TypeElement type, AnnotationMirror annotation, Values values, String member) {
        List<String> patterns = values.texts(member);
        Set<String> seen = new HashSet<>();
        for (String pattern : patterns) {
            String problem = TopicShape.problem(pattern);
            if (problem == null && !seen.add(pattern)) {
                problem = "it is there twice";
            }
            if (problem != null) {
                problems.add(type, annotation, member + "=\"" + pattern + "\" is no topic: " + problem);
            }
        }
        return patterns;
    }

    private List<SettingFacts> settings(TypeElement type) {
        List<SettingFacts> settings = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            String kind = kind(component.asType());
            if (kind == null) {
                problems.add(
                        component,
                        null,
                        "setting " + name + " has a type that settings cannot have: "
                                + component.asType()
                                + ". Use int, long, double, boolean, String, Duration, BigDecimal, an enum"
                                + " or List<String>");
                continue;
            }
            settings.add(setting(component, name, kind));
        }
        return settings;
    }

    private SettingFacts setting(RecordComponentElement component, String name, String kind) {
        List<String> constants = kind.equals("choice") ? constants(component.asType()) : List.of();
        AnnotationMirror annotation = PluginProcessor.annotation(component, SETTING);
        String javaType = component.asType().toString();
        boolean isInt = javaType.equals("int") || javaType.equals("java.lang.Integer");
        Double least = isInt ? (double) Integer.MIN_VALUE : null;
        Double greatest = isInt ? (double) Integer.MAX_VALUE : null;
        if (annotation == null) {
            return new SettingFacts(name, kind, null, least, greatest, constants, "", false);
        }
        Values values = new Values(annotation);
        boolean secret = (Boolean) values.value("secret");
        String initial = values.text("value").equals(REQUIRED) ? null : values.text("value");
        double min = (Double) values.value("min");
        double max = (Double) values.value("max");
        if (min > max) {
            problems.add(component, annotation, "setting " + name + " has min=" + min + " above max=" + max);
        }
        boolean bounded = !Double.isInfinite(min) || !Double.isInfinite(max);
        if (bounded && !kind.equals("integer") && !kind.equals("decimal")) {
            problems.add(component, annotation, "setting " + name + " is a " + kind + ": only numbers have bounds");
        }
        if (secret && initial != null) {
            problems.add(component, annotation, "setting " + name + ": a secret has no default");
        }
        String problem = initial == null ? null : defaultProblem(kind, initial, min, max, constants);
        if (problem != null) {
            problems.add(component, annotation, "setting " + name + " has the default \"" + initial + "\", " + problem);
        }
        return new SettingFacts(
                name,
                kind,
                initial,
                Double.isInfinite(min) ? least : Double.valueOf(min),
                Double.isInfinite(max) ? greatest : Double.valueOf(max),
                constants,
                values.text("doc"),
                secret);
    }

    private static String kind(TypeMirror type) {
        if (type.getKind() == TypeKind.DECLARED
                && ((DeclaredType) type).asElement().getKind() == ElementKind.ENUM) {
            return "choice";
        }
        return switch (type.toString()) {
            case "int", "java.lang.Integer", "long", "java.lang.Long" -> "integer";
            case "double", "java.lang.Double", "java.math.BigDecimal" -> "decimal";
            case "boolean", "java.lang.Boolean" -> "boolean";
            case "java.lang.String" -> "string";
            case "java.time.Duration" -> "duration";
            case "java.util.List<java.lang.String>" -> "list";
            default -> null;
        };
    }

    private static List<String> constants(TypeMirror type) {
        return ((DeclaredType) type)
                .asElement().getEnclosedElements().stream()
                        .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                        .map(member -> member.getSimpleName().toString())
                        .toList();
    }

    private static String defaultProblem(String kind, String value, double min, double max, List<String> constants) {
        try {
            BigDecimal number = switch (kind) {
                case "integer" -> BigDecimal.valueOf(Long.parseLong(value));
                case "decimal" -> plain(value);
                default -> null;
            };
            if (number != null && (number.doubleValue() < min || number.doubleValue() > max)) {
                return "which is not from " + min + " to " + max;
            }
        } catch (NumberFormatException e) {
            return "which is no " + kind;
        }
        if (kind.equals("duration") && !value.matches("\\d+(ns|us|ms|s|m|h|d)")) {
            return "which is no duration; write it as 250ms, 10s, 2m or 1h";
        }
        if (kind.equals("boolean") && !value.equals("true") && !value.equals("false")) {
            return "which is neither true nor false";
        }
        if (kind.equals("choice") && !constants.contains(value)) {
            return "which is none of " + constants;
        }
        return null;
    }

    private static BigDecimal plain(String value) {
        if (!value.matches("-?\\d+(\\.\\d+)?")) {
            throw new NumberFormatException(value);
        }
        return new BigDecimal(value);
    }

    /** The members of an annotation, defaults included. */
    private final class Values {
        private final Map<? extends ExecutableElement, ? extends AnnotationValue> members;

        Values(AnnotationMirror annotation) {
            members = elements.getElementValuesWithDefaults(annotation);
        }

        Object value(String name) {
            for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> member : members.entrySet()) {
                if (member.getKey().getSimpleName().contentEquals(name)) {
                    return member.getValue().getValue();
                }
            }
            throw new IllegalStateException(
                    "the annotation has no member=" + name + "; use an SDK and a processor of the" + " same release");
        }

        String text(String name) {
            return (String) value(name);
        }

        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Object item : (List<?>) value(name)) {
                texts.add((String) ((AnnotationValue) item).getValue());
            }
            return texts;
        }
    }
}
