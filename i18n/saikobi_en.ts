<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>saikobi::controls::BlockPanel</name>
    <message numerus="yes">
        <source>%n blocked</source>
        <comment>entries of the block list</comment>
        <translation>
            <numerusform>%n blocked</numerusform>
            <numerusform>%n blocked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::AuditRows</name>
    <message numerus="yes">
        <source>%n row(s), %1</source>
        <comment>rows of the audit views, %1: age</comment>
        <translation>
            <numerusform>%n row, %1</numerusform>
            <numerusform>%n rows, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::CommandFlow</name>
    <message numerus="yes">
        <source>%n pass(es)</source>
        <comment>passes to be given while held</comment>
        <translation>
            <numerusform>%n pass</numerusform>
            <numerusform>%n passes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, for %n min</source>
        <comment>%1: whom</comment>
        <translation>
            <numerusform>%1, for %n min</numerusform>
            <numerusform>%1, for %n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::InstanceTable</name>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n instance</numerusform>
            <numerusform>%n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::LiveStock</name>
    <message numerus="yes">
        <source>and %n other(s)</source>
        <comment>products that are not listed</comment>
        <translation>
            <numerusform>and %n other</numerusform>
            <numerusform>and %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::Projections</name>
    <message numerus="yes">
        <source>nothing sells out within %n hour(s)</source>
        <comment>forecast of the stock</comment>
        <translation>
            <numerusform>nothing sells out within %n hour</numerusform>
            <numerusform>nothing sells out within %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReportWords</name>
    <message numerus="yes">
        <source>%n more</source>
        <comment>alarms of the same incident</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewBar</name>
    <message numerus="yes">
        <source>%n min</source>
        <comment>length of the range that is shown</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::pages::ReviewPlots</name>
    <message numerus="yes">
        <source>%1, %2 to %3: %4. %n gap(s).</source>
        <comment>what a plot shows, %1: its heading, %2, %3: clock times, %4: its lines</comment>
        <translation>
            <numerusform>%1, %2 to %3: %4. %n gap.</numerusform>
            <numerusform>%1, %2 to %3: %4. %n gaps.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::shell::AlarmCaller</name>
    <message numerus="yes">
        <source>%n alarm(s) within 10 min. P3 is silent now.</source>
        <comment>they rang</comment>
        <translation>
            <numerusform>%n alarm within 10 min. P3 is silent now.</numerusform>
            <numerusform>%n alarms within 10 min. P3 is silent now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::status::AlarmWords</name>
    <message numerus="yes">
        <source>%n follow(s)</source>
        <comment>alarms that are consequences of the one above</comment>
        <translation>
            <numerusform>%n follows</numerusform>
            <numerusform>%n follow</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>saikobi::status::ShelveForm</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
</TS>
