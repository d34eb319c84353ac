package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the volunteers of a farm compile with, as they told last. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ToolchainStatus(
    @Size(max = SUMMARY_MAX)
        @JsonPropertyDescription("The compilers in short, for 'kubectl get -o wide'.")
        String summary,
    @Size(max = COMPILERS_MAX)
        @JsonPropertyDescription(
            "The compilers that the ready volunteers told of, each once. A volunteer of version 0.1.0 "
                + "tells of none.")
        List<CompilerStatus> compilers,
    @Size(max = IMAGES_MAX)
        @JsonPropertyDescription(
            "Digests of the images that the ready volunteers run, as the nodes name them.")
        List<@Size(min = 1, max = CompilerStatus.TEXT_MAX) String> images) {

  /** Characters of the summary. */
  public static final int SUMMARY_MAX = 256;

  /** Compilers that a status lists. */
  public static final int COMPILERS_MAX = 64;

  /** Digests of images that a status lists. */
  public static final int IMAGES_MAX = 16;

  public ToolchainStatus {
    compilers = compilers == null ? List.of() : List.copyOf(compilers);
    images = images == null ? List.of() : List.copyOf(images);
  }

  /** One compiler program. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record CompilerStatus(
      @Size(min = 1, max = PATH_MAX)
          @JsonPropertyDescription("Path of the program, with all links resolved.")
          String path,
      @Size(max = TEXT_MAX)
          @JsonPropertyDescription("Version, as the compiler tells it. Empty if it does not.")
          String version,
      @Size(max = TEXT_MAX)
          @JsonPropertyDescription(
              "Machine that it compiles for, as the compiler tells it. Empty if it does not.")
          String machine,
      @Size(max = TEXT_MAX) @JsonPropertyDescription("SHA-256 of the program, in hex digits.")
          String digest) {

    /** Characters of a path. */
    public static final int PATH_MAX = 1024;

    /** Characters of any other text of a status here. */
    public static final int TEXT_MAX = 256;
  }
}
