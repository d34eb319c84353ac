package dev.compilefarm.dispatcher.options;

import dev.compilefarm.dispatcher.toolchain.Check;
import java.util.Optional;

/**
 * An option that the protocol cannot carry.
 *
 * @param spelling how it begins; a space stands before a value that is an argument of its own
 * @param form what may follow the spelling
 * @param kind why it cannot be carried
 * @param effect what would be missing or wrong: a clause
 * @param remedy what the user can do: a sentence
 * @param source where the fact is from
 * @param files whether a file of the same name in the image of the volunteer would do
 * @param when with which values it cannot be carried
 */
public record Option(
    String spelling,
    Form form,
    Kind kind,
    String effect,
    String remedy,
    String source,
    Files files,
    When when) {

  /** Whose files an option may name. */
  public enum Files {
    /** Those of the client only, or the option names none. */
    CLIENT,
    /** Those of an image that client and volunteer share will do as well. */
    IMAGE,
    /** None; a distccd that looks at languages makes the result right. */
    TOOLS
  }

  /** The spelling with a mark for what may follow it, for people. */
  public String label() {
    return spelling + form.rest();
  }

  /** The spelling with a value, for people. */
  String label(String value) {
    return form == Form.SEPARATE ? spelling + " " + value : spelling + value;
  }

  /** Whether a file of the image will do. */
  boolean imageWillDo() {
    return files == Files.IMAGE;
  }

  /** With what check by distccd it can be carried; empty where with none. */
  Optional<Check> rightWith(Use use) {
    return switch (files) {
      case CLIENT -> Optional.empty();
      case IMAGE -> use.isAbsolute() ? Optional.of(Check.PATHS) : Optional.empty();
      case TOOLS -> Optional.of(Check.LANGUAGES);
    };
  }
}
