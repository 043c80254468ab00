// Playing, jumping, pinning: what somebody does on the Review screen.
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

#include <algorithm>

#include "app/pages/review_bar.h"
#include "app/pages/review_page.h"
#include "app/pages/story_model.h"
#include "widgets/charts/plot_group.h"

namespace saikobi::pages {

using namespace std::chrono_literals;

contract::Instant ReviewPage::position() const
{
    return m_playback ? m_playback->position(m_steady()) : contract::Instant{};
}

void ReviewPage::seek(contract::Instant at)
{
    if (!m_playback)
        return;
    m_playback->seek(at, m_steady());
    showClock();
}

void ReviewPage::play(bool isWanted)
{
    if (!m_playback)
        return;
    isWanted ? m_playback->play(m_steady()) : m_playback->pause(m_steady());
    showClock();
}

void ReviewPage::showClock()
{
    if (!m_playback)
        return;
    const auto now = m_steady();
    const bool isPlaying = m_playback->isPlaying(now);
    isPlaying ? m_frames.start() : m_frames.stop();
    const auto at = m_playback->exactPosition(now);
    m_group->reach(at);
    m_group->setPlayhead(at);
    const auto second = m_playback->position(now);
    m_bar->setPlaying(isPlaying, m_playback->speed());
    m_bar->setLooping(m_playback->loop().has_value());
    m_bar->setClock(m_formatter.clock(second));
    m_bar->setAsSeen(m_replay && m_replay->isReplaying());
    if (m_replay && m_replay->isReplaying() && second != m_shown) {
        m_shown = second;
        m_replay->showAsSeen(m_recording->meta, m_console, second);
    }
}

void ReviewPage::showAsSeen(bool isWanted)
{
    if (!m_replay || !m_recording)
        return;
    m_shown = position();
    if (isWanted)
        m_replay->showAsSeen(m_recording->meta, m_console, m_shown);
    else
        m_replay->leaveReplay();
    m_bar->setAsSeen(m_replay->isReplaying());
}

void ReviewPage::setLoop(bool isWanted)
{
    if (!m_playback)
        return;
    const auto& cursors = m_group->cursors();
    auto part = m_group->shown();
    if (cursors.a && cursors.b)
        part = {std::min(*cursors.a, *cursors.b), std::max(*cursors.a, *cursors.b)};
    m_playback->setLoop(isWanted ? std::optional{part} : std::nullopt, m_steady());
    showClock();
}

void ReviewPage::showLength(std::chrono::seconds length)
{
    const auto whole = m_playback->whole();
    if (length == 0s) {
        m_group->fit();
    } else if (length < 0s) {
        m_group->select(review::openingOf(*m_recording).value_or(whole.from), whole.to);
    } else {
        const auto from = std::max(whole.from, std::min(position(), whole.to) - length / 2);
        m_group->select(from, from + length);
    }
}

void ReviewPage::chooseFile(bool asSecond)
{
    auto* dialog = new QFileDialog(this, tr("Open a recording"));
    dialog->setObjectName(QStringLiteral("reviewFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, asSecond](const QString& path) { emit fileWanted(path, asSecond); });
    dialog->open();
}

void ReviewPage::pinHere()
{
    if (!m_recording)
        return;
    const auto note = m_note->text().trimmed();
    const auto pinned
            = m_pins->pin(position(), note.isEmpty() ? m_formatter.clock(position()) : note, {});
    if (pinned)
        m_note->clear();
    else
        m_summary->setText(tr("The pin could not be written: %1", "%1: path of a file")
                                   .arg(QString::fromStdString(pinned.error().detail)));
    showLanes();
}

/// Only what somebody pinned while reviewing: the recording stays as it is.
void ReviewPage::unpin()
{
    const auto* entry = m_storyModel->entryAt(m_story->currentIndex());
    if (!entry)
        return;
    const int row = m_story->currentIndex().row();
    if (m_pins->remove(entry->id)) {
        showLanes();
        m_story->setCurrentIndex(m_storyModel->index(std::min(row, m_storyModel->rowCount() - 1)));
    }
}

} // namespace saikobi::pages
