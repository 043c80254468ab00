#pragma once

#include <memory>
#include <string>

#include "backend/rehearsal/provider/page_desk.h"
#include "backend/rehearsal/provider/simulator_world.h"

namespace saikobi::rehearsal {

/// Plays the shoppers on the provider's own pages, where nobody else does (`outcomes.plays`).
class Shopper : public std::enable_shared_from_this<Shopper> {
public:
    Shopper(std::shared_ptr<SimulatorWorld> world, std::shared_ptr<PageDesk> desk);

    void meetsAction(const Intent& intent);
    void meetsPage(const Session& session);

private:
    void act(const std::string& intent, const std::string& outcome);
    void pay(const Session& session, const std::string& outcome);
    void after(double ms, const std::function<void()>& act);
    void goBack(const std::string& url, int times);

    std::shared_ptr<SimulatorWorld> m_world;
    std::shared_ptr<PageDesk> m_desk;
};

} // namespace saikobi::rehearsal
