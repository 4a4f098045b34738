package io.meridian.plugin.contract.golden;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A schema of the contract as its XML declares it, and the generated codecs of its messages. Fills every field of any message
 * with values that follow from their order alone, so that no message can be left out of the samples.
 */
final class SbeSchema {
    static final int HEADER = 8;

    private final Element root;
    private final String codecs;
    private final Map<String, Element> types = new HashMap<>();
    private int count;

    SbeSchema(String resource) throws Exception {
        try (InputStream in = SbeSchema.class.getResourceAsStream("/io/meridian/plugin/contract/" + resource)) {
            root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
        codecs = root.getAttribute("package");
        for (Element type :
                children((Element) root.getElementsByTagName("types").item(0))) {
            types.put(type.getAttribute("name"), type);
        }
    }

    int version() {
        return Integer.parseInt(root.getAttribute("version"));
    }

    List<Element> messages() {
        return children(root).stream()
                .filter(element -> element.getTagName().equals("sbe:message"))
                .toList();
    }

    static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private Class<?> codec(String name) throws ClassNotFoundException {
        return Class.forName(codecs + "." + name);
    }

    /** Writes a sample, header first, and gives its length. */
    int encode(Element message, MutableDirectBuffer buffer) throws Exception {
        count = 0;
        Object encoder =
                codec(message.getAttribute("name") + "Encoder").getConstructor().newInstance();
        Object header = codec("MessageHeaderEncoder").getConstructor().newInstance();
        method(encoder, "wrapAndApplyHeader", 3).invoke(encoder, buffer, 0, header);
        fill(encoder, message);
        return HEADER + (int) method(encoder, "encodedLength", 0).invoke(encoder);
    }

    private void fill(Object encoder, Element block) throws Exception {
        for (Element part : children(block)) {
            String name = part.getAttribute("name");
            switch (part.getTagName()) {
                case "field" -> set(encoder, name, part.getAttribute("type"));
                case "group" -> {
                    Object group = method(encoder, name + "Count", 1).invoke(encoder, 2);
                    for (int i = 0; i < 2; i++) {
                        method(group, "next", 0).invoke(group);
                        fill(group, part);
                    }
                }
                case "data" -> data(encoder, name, part.getAttribute("type"));
                default -> throw new IllegalStateException(part.getTagName());
            }
        }
    }

    private void data(Object encoder, String name, String type) throws Exception {
        String text = type + " " + ++count + " \u00e4";
        if (type.equals("text")) {
            encoder.getClass().getMethod(name, String.class).invoke(encoder, text);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String setter = "put" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
            encoder.getClass()
                    .getMethod(setter, byte[].class, int.class, int.class)
                    .invoke(encoder, bytes, 0, bytes.length);
        }
    }

    private void set(Object encoder, String name, String type) throws Exception {
        count++;
        Element declared = types.get(type);
        String kind = declared == null ? "type" : declared.getTagName();
        switch (kind) {
            case "composite" -> {
                Object composite = method(encoder, name, 0).invoke(encoder);
                long mantissa = count % 5 == 0 ? Long.MIN_VALUE : (count % 2 == 0 ? 1 : -1) * (12_345L + count);
                composite.getClass().getMethod("mantissa", long.class).invoke(composite, mantissa);
                composite.getClass().getMethod("scale", byte.class).invoke(composite, (byte) (count % 9));
                if (type.equals("Money")) {
                    composite.getClass().getMethod("currency", String.class).invoke(composite, "EUR");
                }
            }
            case "enum" -> {
                Method setter = method(encoder, name, 1);
                Object[] values = setter.getParameterTypes()[0].getEnumConstants();
                // The last constant is the null value.
                setter.invoke(encoder, values[count % (values.length - 1)]);
            }
            case "set" -> {
                Object set = method(encoder, name, 0).invoke(encoder);
                int choice = 0;
                for (Element element : children(declared)) {
                    method(set, element.getAttribute("name"), 1).invoke(set, (count + choice++) % 2 == 0);
                }
            }
            default -> {
                if (declared != null && declared.getAttribute("primitiveType").equals("char")) {
                    encoder.getClass().getMethod(name, String.class).invoke(encoder, "S" + count);
                } else {
                    number(encoder, name, type);
                }
            }
        }
    }

    private void number(Object encoder, String name, String declared) throws Exception {
        Method setter = method(encoder, name, 1);
        Class<?> type = setter.getParameterTypes()[0];
        if (declared.equals("uint32")) {
            setter.invoke(encoder, 4_000_000_000L + count);
        } else if (type == long.class) {
            setter.invoke(encoder, 1_700_000_000_000_000_000L + count);
        } else if (type == int.class) {
            setter.invoke(encoder, 20_000 + count);
        } else {
            setter.invoke(encoder, (short) (100 + count));
        }
    }

    private static Method method(Object object, String name, int parameters) throws NoSuchMethodException {
        for (Method method : object.getClass().getMethods()) {
            // A text can be set as a String and as a CharSequence; those are asked for by type.
            if (method.getName().equals(name) && method.getParameterCount() == parameters) {
                return method;
            }
        }
        throw new NoSuchMethodException(object.getClass() + "." + name);
    }

    /** What the generated decoder reads, as text, without the versions and lengths. */
    String decode(String message, DirectBuffer buffer, int blockLength, int version) throws Exception {
        Object decoder = codec(message + "Decoder").getConstructor().newInstance();
        decoder.getClass()
                .getMethod("wrap", DirectBuffer.class, int.class, int.class, int.class)
                .invoke(decoder, buffer, HEADER, blockLength, version);
        return decoder.toString().replaceFirst("\\(sbeTemplateId[^)]*\\)", "");
    }
}
