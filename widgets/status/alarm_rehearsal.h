#pragma once

#include <QFont>
#include <QObject>
#include <QSize>
#include <QTimer>

#include <memory>
#include <vector>

class QWidget;

namespace saikobi::status {

/// Paints what a cascade of alarms needs, beforehand and to nowhere: faces, glyphs, words and rules
/// of style that nobody has asked for yet cost three times what they cost later, and the second in
/// which everything goes wrong must find them ready. A piece a turn, when nothing else waits.
class AlarmRehearsal : public QObject {
    Q_OBJECT

public:
    explicit AlarmRehearsal(QObject* parent = nullptr);
    ~AlarmRehearsal() override;

    /// From the beginning: the language, the font or the theme is another one. `column` is how
    /// large list and timeline are, `band` the band.
    void begin(QSize column, QSize band);
    bool isOver() const { return !m_turns.isActive(); }

private:
    void turn();
    void paintMarks();
    bool paintWords();
    void paintTwin();

    QTimer m_turns{};
    int m_next = 0; ///< piece
    std::size_t m_words = 0; ///< painted
    QSize m_column{};
    QSize m_band{};
    std::unique_ptr<QWidget> m_twin; ///< never shown
    std::vector<QFont> m_kept{}; ///< a face that nobody holds is forgotten after minutes
};

} // namespace saikobi::status
