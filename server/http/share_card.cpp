#include "server/http/share_card.h"

#include <array>
#include <charconv>
#include <memory>
#include <numbers>
#include <stdexcept>

// The one file that knows Cairo and Pango.
#include <pango/pangocairo.h>

namespace postbag::http {
namespace {

template <auto free_it>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    free_it(thing);
  }
};

using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using FontMap = std::unique_ptr<PangoFontMap, Freed<g_object_unref>>;
using Context = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;

constexpr std::string_view kPage = "#ffffff";
constexpr std::string_view kInk = "#1a1c1e";
constexpr std::string_view kQuiet = "#50565c";
constexpr std::string_view kLine = "#878f97";

constexpr double kMargin = 64;
constexpr double kTextWidth = 620;
constexpr double kStripe = 18;

struct Style {
  double size;
  PangoWeight weight;
  std::string_view colour;
  int lines = 1;
};

void use_colour(cairo_t* canvas, std::string_view colour) {
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i)
    std::from_chars(colour.data() + 1 + 2 * i, colour.data() + 3 + 2 * i, parts.at(i), 16);
  cairo_set_source_rgb(canvas, parts[0] / 255.0, parts[1] / 255.0, parts[2] / 255.0);
}

/// Fonts of its own, so that threads share none.
class Writer {
 public:
  explicit Writer(cairo_t* canvas)
      : canvas_(canvas),
        fonts_(pango_cairo_font_map_new()),
        context_(pango_font_map_create_context(fonts_.get())) {
    const std::unique_ptr<cairo_font_options_t, Freed<cairo_font_options_destroy>> options{
        cairo_font_options_create()};
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options.get());
  }

  [[nodiscard]] bool has_fonts() const {
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(fonts_.get(), &families, &count);
    g_free(families);
    return count > 0;
  }

  [[nodiscard]] Layout lay_out(std::string_view text, const Style& style, double width) const {
    Layout layout{pango_layout_new(context_.get())};
    const Font font{pango_font_description_from_string("Lato, sans-serif")};
    pango_font_description_set_weight(font.get(), style.weight);
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout.get(), -style.lines);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_line_spacing(layout.get(), 0.96F);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }

  struct Extent {
    double width;
    double height;
  };

  static Extent extent(const Layout& layout) {
    PangoRectangle box{};
    pango_layout_get_extents(layout.get(), nullptr, &box);
    return {static_cast<double>(box.width) / PANGO_SCALE,
            static_cast<double>(box.height) / PANGO_SCALE};
  }

  void put(const Layout& layout, std::string_view colour, double x, double y) const {
    use_colour(canvas_, colour);
    cairo_move_to(canvas_, x, y);
    pango_cairo_show_layout(canvas_, layout.get());
  }

  Extent write(std::string_view text, const Style& style, double x, double y,
               double width = kTextWidth) const {
    const Layout layout = lay_out(text, style, width);
    put(layout, style.colour, x, y);
    return extent(layout);
  }

 private:
  cairo_t* canvas_;
  FontMap fonts_;
  Context context_;
};

Surface blank(int width, int height) {
  Surface surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height)};
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error("cairo has no memory for a picture");
  return surface;
}

void outline(cairo_t* canvas, const MapHexagon& hexagon) {
  constexpr std::array<std::array<double, 2>, 6> kCorners{
      {{0, -15}, {13, -7.5}, {13, 7.5}, {0, 15}, {-13, 7.5}, {-13, -7.5}}};
  cairo_new_sub_path(canvas);
  for (const auto& corner : kCorners)
    cairo_line_to(canvas, hexagon.centre.x + corner[0], hexagon.centre.y + corner[1]);
  cairo_close_path(canvas);
  if (hexagon.mark != SeatMark::vacant) return;
  cairo_move_to(canvas, hexagon.centre.x - 13, hexagon.centre.y + 7.5);
  cairo_line_to(canvas, hexagon.centre.x + 13, hexagon.centre.y - 7.5);
}

/// At the right, as high as the picture allows.
void draw_map(cairo_t* canvas, const ShareCard& card) {
  constexpr double kTop = kStripe + 26;
  constexpr double kBottom = ShareCard::kHeight - 30;
  if (card.map.height == 0) return;
  const double scale = (kBottom - kTop) / card.map.height;
  cairo_save(canvas);
  cairo_translate(canvas, ShareCard::kWidth - kMargin + 14 - card.map.width * scale, kTop);
  cairo_scale(canvas, scale, scale);
  for (const MapHexagon& hexagon : card.map.hexagons)
    if (hexagon.mark == SeatMark::reached) outline(canvas, hexagon);
  use_colour(canvas, card.colour);
  cairo_fill(canvas);
  for (const MapHexagon& hexagon : card.map.hexagons)
    if (hexagon.mark != SeatMark::reached) outline(canvas, hexagon);
  use_colour(canvas, kLine);
  cairo_set_line_width(canvas, 1.8);
  cairo_stroke(canvas);
  for (const MapBorder& border : card.map.borders) {
    cairo_move_to(canvas, border.from.x, border.from.y);
    cairo_line_to(canvas, border.to.x, border.to.y);
  }
  use_colour(canvas, kInk);
  cairo_set_line_width(canvas, 3);
  cairo_set_line_cap(canvas, CAIRO_LINE_CAP_ROUND);
  cairo_stroke(canvas);
  cairo_restore(canvas);
}

/// In the largest of some sizes in which it takes three lines, else cut after four.
void write_title(const Writer& writer, std::string_view title, double y) {
  for (const double size : {66.0, 58.0, 50.0}) {
    const Layout layout = writer.lay_out(title, {size, PANGO_WEIGHT_HEAVY, kInk, 4}, kTextWidth);
    if (pango_layout_get_line_count(layout.get()) <= 3) return writer.put(layout, kInk, kMargin, y);
  }
  writer.write(title, {44, PANGO_WEIGHT_HEAVY, kInk, 4}, kMargin, y);
}

void write_figure(const Writer& writer, const ShareCard& card) {
  constexpr double kFoot = 524;      // where the number's box ends
  constexpr double kNarrow = 290;    // in two lines in English, which stands well beside the number
  constexpr double kWordsEnd = 730;  // where the map begins at this height
  if (card.figure.empty()) {
    const Style style{58, PANGO_WEIGHT_HEAVY, card.colour, 2};
    const Layout layout = writer.lay_out(card.call, style, kTextWidth);
    return writer.put(layout, card.colour, kMargin, kFoot - 16 - Writer::extent(layout).height);
  }
  const Style number{150, PANGO_WEIGHT_ULTRABOLD, card.colour};
  const Layout layout = writer.lay_out(card.figure, number, kTextWidth);
  const auto box = Writer::extent(layout);
  writer.put(layout, card.colour, kMargin - 6, kFoot - box.height);
  const double left = kMargin + box.width + 20;
  for (const auto& [size, width] :
       {std::pair{44.0, kNarrow}, {44.0, kWordsEnd - left}, {34.0, kWordsEnd - left}}) {
    const Layout words =
        writer.lay_out(card.figure_text, {size, PANGO_WEIGHT_BOLD, kInk, 2}, width);
    if (size > 34 && pango_layout_is_ellipsized(words.get()) != 0) continue;
    const double middle = kFoot - box.height / 2 + 8;
    return writer.put(words, kInk, left, middle - Writer::extent(words).height / 2);
  }
}

void write_foot(const Writer& writer, const ShareCard& card) {
  const std::string foot = card.figure.empty() ? card.place : card.call + "  ·  " + card.place;
  writer.write(foot, {28, PANGO_WEIGHT_SEMIBOLD, kQuiet}, kMargin, 550);
}

cairo_status_t append(void* png, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(png)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

Error no_font() {
  return {"no_font",
          "There is no font to draw the pictures for shared links with. Install one, such as "
          "Debian's fonts-lato.",
          ""};
}

}  // namespace

Result<std::string> draw(const ShareCard& card) {
  const Surface surface = blank(ShareCard::kWidth, ShareCard::kHeight);
  const Canvas canvas{cairo_create(surface.get())};
  const Writer writer{canvas.get()};
  if (!writer.has_fonts()) return tl::unexpected(no_font());
  use_colour(canvas.get(), kPage);
  cairo_paint(canvas.get());
  use_colour(canvas.get(), card.colour);
  cairo_rectangle(canvas.get(), 0, 0, ShareCard::kWidth, kStripe);
  cairo_fill(canvas.get());
  draw_map(canvas.get(), card);
  writer.write(card.organisation, {30, PANGO_WEIGHT_SEMIBOLD, kQuiet}, kMargin, 62);
  write_title(writer, card.title, 114);
  write_figure(writer, card);
  write_foot(writer, card);
  std::string png;
  if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error("cairo cannot write a PNG");
  return png;
}

Result<void> check_fonts() {
  const Surface surface = blank(1, 1);
  const Canvas canvas{cairo_create(surface.get())};
  const Writer writer{canvas.get()};
  if (!writer.has_fonts()) return tl::unexpected(no_font());
  constexpr std::string_view kNeeded = "0123456789 AaÂâÊêÎîÔôÛûŴŵŶŷ ’–…·";
  const Layout layout = writer.lay_out(kNeeded, {30, PANGO_WEIGHT_BOLD, kInk}, 10'000);
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) return tl::unexpected(no_font());
  return {};
}

}  // namespace postbag::http
