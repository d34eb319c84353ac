package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.comparison.Axis;
import dev.compilefarm.evidence.comparison.Results;
import dev.compilefarm.evidence.comparison.Row;
import dev.compilefarm.evidence.measure.Figure;
import dev.compilefarm.evidence.measure.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Figures along axes, with their intervals, as SVG. */
final class Plots {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;

  /** One of each idea; all twelve in one plot cannot be told apart. */
  private static final List<String> SHOWN = List.of("1", "4", "5", "6", "8", "9b", "10", "11");

  private final Path folder;
  private final Reality reality;

  Plots(Path folder, Reality reality) {
    this.folder = folder;
    this.reality = reality;
  }

  /** One figure along an axis. */
  void along(Axis axis, Results results, Figure figure, String file) throws IOException {
    draw(axis, results, figure.words(), row -> row.figures().get(figure), file);
  }

  /** The ratio of mean slowdowns to policy 11 along an axis. */
  void overFair(Axis axis, Results results, String file) throws IOException {
    draw(
        axis,
        results,
        "mean slowdown over that of policy 11",
        row -> row.overFair().get(Figure.MEAN_SLOWDOWN),
        file);
  }

  private void draw(
      Axis axis, Results results, String title, Function<Row, Interval> value, String file)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(axis.name())
            .yAxisTitle(title)
            .build();
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisDecimalPattern("0.0");
    List<String> labels = axis.points().stream().map(Axis.Point::label).toList();
    for (String number : SHOWN) {
      List<Row> rows =
          axis.points().stream().map(point -> results.of(point.cell()).row(number)).toList();
      List<Interval> values = rows.stream().map(value).toList();
      chart.addSeries(
          number + " " + rows.getFirst().name() + reality.mark(number),
          labels,
          values.stream().map(Interval::mean).toList(),
          values.stream().map(Interval::halfWidth).toList());
    }
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve(file).toString(), VectorGraphicsFormat.SVG);
  }
}
