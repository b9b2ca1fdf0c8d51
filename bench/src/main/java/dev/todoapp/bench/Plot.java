package dev.todoapp.bench;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.AffineTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** A picture of the bars, one panel for each kind. It brings its own light ground, and so reads well on a dark page too. */
final class Plot {

    private static final int WIDTH = 330;
    private static final int HEIGHT = 320;

    private static final Color GROUND = Color.WHITE;
    private static final Color INK = new Color(0x1f2328);
    private static final Color GRID = new Color(0xe3e6ea);
    private static final Color SERVICE = new Color(0x1f6feb);
    private static final Color REFERENCE = new Color(0xa7b0ba);
    private static final Color MISSED = new Color(0xcf222e);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Plot() {}

    /**
     * What is compared with a bar.
     *
     * @param values what was measured, by name, in their order
     * @param measured the names of those for which the bar holds; the others are references
     * @param limit the bar
     */
    record Panel(String title, Map<String, Double> values, List<String> measured, double limit) {

        boolean isMet() {
            return measured.stream().allMatch(name -> values.getOrDefault(name, 0.0) <= limit);
        }
    }

    static String svg(List<Panel> panels) {
        VectorGraphics2D page = new VectorGraphics2D();
        for (int i = 0; i < panels.size(); i++) {
            page.setTransform(AffineTransform.getTranslateInstance((double) i * WIDTH, 0));
            chart(panels.get(i)).paint(page, WIDTH, HEIGHT);
        }
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(page.getCommands(), new PageSize(0, 0, (double) panels.size() * WIDTH, HEIGHT))
                    .writeTo(svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tidy(svg.toString(StandardCharsets.UTF_8));
    }

    /**
     * What the library writes is put outside of SVG's namespace, where a browser shows nothing of it; and it is three times as
     * long as it need be, with indents and with places to a millionth of a pixel.
     */
    private static String tidy(String svg) {
        return svg.replace(" xmlns=\"\"", "").replaceAll("\\s+", " ").replaceAll("(\\.\\d{2})\\d+", "$1");
    }

    private static CategoryChart chart(Panel panel) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("%s: %s".formatted(panel.title(), panel.isMet() ? "met" : "missed"))
                .build();
        List<String> names = List.copyOf(panel.values().keySet());
        for (int i = 0; i < names.size(); i++) {
            List<@Nullable Double> values = new ArrayList<>(Collections.nCopies(names.size(), null));
            values.set(i, panel.values().get(names.get(i)));
            chart.addSeries(names.get(i), names, values).setFillColor(colour(panel, names.get(i)));
        }
        chart.addAnnotation(new AnnotationLine(panel.limit(), false, false));
        double highest = Math.max(panel.limit(), Collections.max(panel.values().values()));
        chart.getStyler()
                .setOverlapped(true)
                .setLabelsVisible(true)
                .setLabelsPosition(0.5)
                .setLabelsFont(FONT)
                .setLabelsFontColorAutomaticEnabled(true)
                .setAvailableSpaceFill(0.6)
                .setYAxisMin(0.0)
                .setYAxisMax(1.2 * highest)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(GRID)
                .setAxisTickLabelsFont(FONT)
                .setAxisTickLabelsColor(INK)
                .setXAxisLabelRotation(20)
                .setDecimalPattern("0.0##")
                .setChartBackgroundColor(GROUND)
                .setPlotBackgroundColor(GROUND)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setChartTitleFont(FONT.deriveFont(Font.BOLD))
                .setChartTitleBoxVisible(false)
                .setLegendVisible(false)
                .setAnnotationLineColor(MISSED)
                .setAnnotationLineStroke(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
        return chart;
    }

    private static Color colour(Panel panel, String name) {
        if (!panel.measured().contains(name)) {
            return REFERENCE;
        }
        return panel.values().getOrDefault(name, 0.0) <= panel.limit() ? SERVICE : MISSED;
    }
}
