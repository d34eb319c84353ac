package dev.compilefarm.dispatcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.config.Bounds;
import dev.compilefarm.dispatcher.config.DispatcherConfig;
import dev.compilefarm.dispatcher.config.Setting;
import dev.compilefarm.dispatcher.config.Settings;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of the dispatcher's settings: what {@link Settings} says, and the defaults. */
class SettingsPageTest {
  private static final String NONE = "";

  @Test
  void thePageIsWhatTheSettingsSay() throws IOException {
    GeneratedFile.check("docs/reference/settings.md", page());
  }

  @Test
  void everySettingIsInTheTable() {
    assertEquals(
        List.copyOf(defaults().keySet()),
        Settings.ALL.stream().map(Setting::name).sorted().toList());
  }

  private static String page() {
    Map<String, String> defaults = defaults();
    return Markdown.begin("Settings of the dispatcher", "the class `Settings`")
        + """

        Each setting is an environment variable. The operator sets those that follow from the farm.
        Set them by hand only where the dispatcher runs without the operator.
        A value outside its bounds ends the start, with a message that names the bounds.

        To send a job home means to close its connection. The client then compiles the job itself.

        """
        + Markdown.table(
            Stream.concat(
                    Stream.of(List.of("Environment variable", "Default", "Values", "Effect")),
                    Settings.ALL.stream()
                        .map(setting ->
                            List.of(
                                "`" + setting.environmentVariable() + "`",
                                quoted(defaults.get(setting.name())),
                                values(setting),
                                setting.effect())))
                .toList())
        + """

        The dispatcher also takes the settings of Quarkus. `QUARKUS_HTTP_PORT` (8080) is the admin
        port. `QUARKUS_LOG_CATEGORY__COMPILEFARM_JOBS__LEVEL=DEBUG` logs a line for each job that ended.
        `COMPILEFARM_LOG_LEVEL` is `ERROR`, `WARN`, `INFO` (the default) or `DEBUG`. With
        `COMPILEFARM_LOG_JSON=true` each line of the log is a JSON object. The operator hands both on.
        """;
  }

  private static String quoted(String text) {
    return text.equals(NONE) ? text : "`" + text + "`";
  }

  private static String values(Setting setting) {
    return setting.bounds().map(SettingsPageTest::values).orElse(setting.form());
  }

  private static String values(Bounds bounds) {
    String range = "%s to %s".formatted(number(bounds.min()), number(bounds.max()));
    return bounds.unit().isEmpty() ? range : range + " " + bounds.unit();
  }

  /** The powers of two that are bounds of bytes have many digits. */
  private static String number(long value) {
    for (int exponent = 50; exponent >= 20; exponent -= 10) {
      if (value == 1L << exponent) {
        return "2^" + exponent;
      }
    }
    return Long.toString(value);
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    collect("compilefarm.", DispatcherConfig.class, defaults);
    return defaults;
  }

  private static void collect(String prefix, Class<?> type, Map<String, String> defaults) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isSynthetic()) {
        continue;
      }
      String name = prefix + kebab(method.getName());
      if (Arrays.asList(DispatcherConfig.class.getDeclaredClasses())
          .contains(method.getReturnType())) {
        collect(name + ".", method.getReturnType(), defaults);
      } else {
        defaults.put(
            name,
            Optional.ofNullable(method.getAnnotation(WithDefault.class))
                .map(WithDefault::value)
                .orElse(NONE));
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
