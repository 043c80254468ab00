#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace saikobi::controls {

/// How one line of a check list stands. Told by shape and word, never by the hue of an alarm.
enum class CheckMark { Ok, Blocked, Unknown };

struct CheckLine {
    CheckMark mark = CheckMark::Unknown;
    QString name{}; ///< "orders follow"
    QString figure{}; ///< "236/min, needed 191"
    friend bool operator==(const CheckLine&, const CheckLine&) = default;
};

/// What must be so before more people are let in, line by line, each in its fixed place.
class InterlockList : public QWidget {
    Q_OBJECT

public:
    explicit InterlockList(QWidget* parent = nullptr);

    void setHeading(const QString& heading);
    void present(const std::vector<CheckLine>& lines);
    const std::vector<CheckLine>& lines() const { return m_lines; }
    static QString wordOf(CheckMark mark);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where the parts of a row stand, by the font alone.
    struct Columns {
        qreal side = 0;
        qreal word = 0;
        qreal wordWidth = 0;
        qreal name = 0;
    };
    Columns columns() const;
    int neededWidth() const;
    qreal rowHeight() const;

    QString m_heading{};
    std::vector<CheckLine> m_lines{};
};

} // namespace saikobi::controls
