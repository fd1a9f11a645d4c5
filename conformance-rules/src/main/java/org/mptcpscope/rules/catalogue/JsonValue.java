package org.mptcpscope.rules.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON resource of this package as maps, lists, strings and numbers. */
final class JsonValue {
  private JsonValue() {}

  /** Reads a resource that stands beside this class. */
  static Object resource(String name) {
    try (InputStream in = JsonValue.class.getResourceAsStream(name);
        JsonParser parser = new JsonFactory().createParser(in)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          object.put(key, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> parser.getIntValue();
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  /** The member as a list of texts; empty if there is none. */
  static List<String> texts(Map<?, ?> object, String key) {
    return object.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The member as text; empty if there is none. */
  static String text(Map<?, ?> object, String key) {
    return object.get(key) instanceof String text ? text : "";
  }
}
