package dev.compilefarm.client.environment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How an environment is written for the one who reads it. */
public enum EnvironmentForm {
  /** For {@code eval} in any POSIX shell. */
  SHELL {
    @Override
    public String render(List<Variable> variables) {
      return lines(
          variables, variable -> "export " + variable.name() + "=" + quoted(variable.value()));
    }

    @Override
    String comment(String text) {
      return "# " + text;
    }
  },

  /** {@code NAME=value}, as Docker's {@code --env-file}, GitLab's dotenv report and others read. */
  DOTENV {
    @Override
    public String render(List<Variable> variables) {
      return lines(variables, variable -> variable.name() + "=" + variable.value());
    }

    @Override
    String comment(String text) {
      return "# " + text;
    }
  },

  /** One JSON object. */
  JSON {
    @Override
    public String render(List<Variable> variables) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      variables.forEach(variable -> object.put(variable.name(), variable.value()));
      return object.toPrettyString() + "\n";
    }

    @Override
    String comment(String text) {
      return "";
    }
  },

  /** Lines to append to the file that {@code $GITHUB_ENV} names in a step of GitHub Actions. */
  GITHUB {
    @Override
    public String render(List<Variable> variables) {
      return DOTENV.render(variables);
    }

    @Override
    String comment(String text) {
      return "";
    }
  },

  /** The part {@code variables:} of a job in {@code .gitlab-ci.yml}. */
  GITLAB {
    @Override
    public boolean isForHere() {
      return false;
    }

    @Override
    public String render(List<Variable> variables) {
      return "variables:\n"
          + lines(
              variables,
              variable ->
                  "  " + variable.name() + ": '" + variable.value().replace("'", "''") + "'");
    }

    @Override
    String comment(String text) {
      return "# " + text;
    }
  };

  /** Whether this machine builds with it, and no other one. */
  public boolean isForHere() {
    return true;
  }

  /** The whole text, which ends with a line break. */
  public abstract String render(List<Variable> variables);

  /** A line that the reader of this form passes over; empty where the form has none. */
  abstract String comment(String text);

  /** The text with the reason of each variable before it, where the form has comments. */
  public String explain(List<Variable> variables) {
    StringBuilder reasons = new StringBuilder();
    variables.stream()
        .filter(variable -> !variable.reason().isEmpty())
        .map(variable -> comment(variable.name() + ": " + variable.reason()))
        .filter(line -> !line.isEmpty())
        .forEach(line -> reasons.append(line).append('\n'));
    return reasons + render(variables);
  }

  private static String lines(List<Variable> variables, Function<Variable, String> line) {
    return variables.stream().map(line).map(text -> text + "\n").collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
