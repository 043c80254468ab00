#pragma once

#include <QString>
#include <QWidget>

#include <vector>

#include "backend/contract/feed.h"

namespace saikobi::status {

struct AgeBar {
    QString label{}; ///< "≤ 10 s"
    QString value{};
    double height = 0; ///< 0…1 of the tallest
};

struct AgeContent {
    contract::DataState state = contract::DataState::NoData;
    std::vector<AgeBar> bars{};
    QString age{};
    QString absence{};
    /// From this bar on it is too old: a thick tick stands before it.
    std::optional<int> limitBefore{};
};

/// How many of something are how old: a bar for each class, its count on it.
class AgeBars : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int neededWidth READ neededWidth)

public:
    explicit AgeBars(QWidget* parent = nullptr);
    void setHeading(const QString& heading);
    void present(const AgeContent& content);
    int neededWidth() const;
    QSize sizeHint() const override { return {260, 130}; }
    QSize minimumSizeHint() const override { return {160, 76}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_heading{};
    AgeContent m_content{};
};

} // namespace saikobi::status
