package stemma.gateway;

import java.util.Locale;
import java.util.function.Function;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Secret;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/** How the node's own types look on the wire. */
final class WireTypes {
    private WireTypes() {}

    static JacksonModule module() {
        SimpleModule module = new SimpleModule("stemma");
        add(module, ActId.class, WireTypes::writeText, parser(ActId::parse));
        add(module, Digest.class, WireTypes::writeText, parser(Digest::parse));
        add(module, Actor.class, WireTypes::writeText, parser(Actor::parse));
        add(module, String.class, WireTypes::writeText, parser(text -> text));
        add(module, Secret.class, WireTypes::refuseSecret, parser(Secret::of));
        add(module, Json.class, (json, out) -> out.writeRawValue(json.text()), WireTypes::readJson);
        return module;
    }

    /** Constants are words on the wire. */
    static AnnotationIntrospector enums() {
        return new EnumWords();
    }

    /** Whether values of the type are strings on the wire though the type is a record or a class. */
    static boolean isText(Class<?> type) {
        return type == ActId.class || type == Digest.class || type == Actor.class;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void writeText(Object value, JsonGenerator out) {
        out.writeString(value.toString());
    }

    /** Secrets come in and never go out. */
    private static void refuseSecret(Secret value, JsonGenerator out) {
        throw new IllegalStateException("a secret is written nowhere");
    }

    private static <T> Reader<T> parser(Function<String, T> parse) {
        return (in, context) -> {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(String.class, "a string is wanted");
            }
            return parse.apply(in.getString());
        };
    }

    private static Json readJson(JsonParser in, DeserializationContext context) {
        return Json.parse(context.readTree(in).toString());
    }

    private interface Writer<T> {
        void write(T value, JsonGenerator out);
    }

    private interface Reader<T> {
        T read(JsonParser in, DeserializationContext context);
    }

    private static <T> void add(SimpleModule module, Class<T> type, Writer<? super T> writer, Reader<T> reader) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                writer.write(value, out);
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                return reader.read(in, context);
            }
        });
    }

    private static final class EnumWords extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = word(constants[i]);
            }
            return names;
        }
    }
}
