using System.Globalization;

namespace Shop.Pilot.Alerts;

/// <summary>
/// What the mails to the team say; a class per language, so that a missing translation does not compile.
/// </summary>
abstract class AlertWords
{
    public abstract NumberFormatInfo Numerals { get; }
    public abstract string Why { get; }
    public abstract string Where { get; }
    public abstract string Severity { get; }
    public abstract string Module { get; }
    public abstract string Occurrences { get; }
    public abstract string Users { get; }
    public abstract string Release { get; }
    public abstract string Trace { get; }
    public abstract string Busiest { get; }
    public abstract string Newest { get; }
    public abstract string Waiting { get; }

    public abstract string Subject(AlertReason reason);
    public abstract string SeverityOf(string severity);
    public abstract string WhyOf(AlertReason reason);
    public abstract string WhySpike(string count, string usual);
    public abstract string WhySummary(int mostPerHour);
    public abstract string WhyDigest(int hour);
    public abstract string Silence(string address);
    public abstract string SilenceAll(string setting);
    public abstract string SummarySubject(int count);
    public abstract string DigestSubject(DateOnly day);
    public abstract string Numbers(DigestNumbers numbers);
    public abstract string More(int count);
}

sealed class EnglishAlertWords : AlertWords
{
    public override NumberFormatInfo Numerals => NumberFormatInfo.InvariantInfo;
    public override string Why => "Why";
    public override string Where => "Where";
    public override string Severity => "Severity";
    public override string Module => "Module";
    public override string Occurrences => "Occurrences so far";
    public override string Users => "Users affected";
    public override string Release => "Release";
    public override string Trace => "Trace";
    public override string Busiest => "Most frequent in the last 24 hours";
    public override string Newest => "Newest";
    public override string Waiting => "Was not urgent";

    public override string Subject(AlertReason reason) => reason switch
    {
        AlertReason.Critical => "Critical error",
        AlertReason.Reopened => "Error came back",
        AlertReason.Spike => "Error spikes",
        AlertReason.Unsnoozed => "Snooze ended",
        _ => "New error"
    };

    public override string SeverityOf(string severity) => severity;

    public override string WhyOf(AlertReason reason) => reason switch
    {
        AlertReason.Critical => "the error is new and critical.",
        AlertReason.Reopened => "the error was resolved and happened again.",
        AlertReason.Unsnoozed => "the error was snoozed and happened again after that.",
        _ => "the error happened for the first time."
    };

    public override string WhySpike(string count, string usual) =>
        $"the error happened {count} times in this hour; usual are {usual}.";

    public override string WhySummary(int mostPerHour) =>
        $"no more than {mostPerHour} mails are sent in an hour, so this one has all that came since the last.";

    public override string WhyDigest(int hour) => $"This digest comes every day after {hour}:00, Moscow time.";

    public override string Silence(string address) =>
        $"To silence it, snooze the report for a time or a number of occurrences, or mark it as won't fix: {address}";

    public override string SilenceAll(string setting) =>
        $"To silence a report, snooze it on its page. The setting {setting} limits the mails of an hour.";

    public override string SummarySubject(int count) => $"{count} more alerts";

    public override string DigestSubject(DateOnly day) =>
        $"[Pilot] Digest of {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";

    public override string Numbers(DigestNumbers numbers) =>
        $"""
        In the last 24 hours:
        Occurrences: {numbers.Occurrences.ToString("N0", Numerals)} of {numbers.Active.ToString("N0", Numerals)} errors
        New: {numbers.New}
        Resolved: {numbers.Resolved}
        Open now: {numbers.Open}
        """;

    public override string More(int count) => $"and {count} more";
}

sealed class RussianAlertWords : AlertWords
{
    // Defined here instead of using a culture, because hosts may run without ICU data.
    static readonly NumberFormatInfo Russian = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = "," };

    public override NumberFormatInfo Numerals => Russian;
    public override string Why => "Почему";
    public override string Where => "Где";
    public override string Severity => "Серьёзность";
    public override string Module => "Модуль";
    public override string Occurrences => "Всего случаев";
    public override string Users => "Затронуто пользователей";
    public override string Release => "Версия";
    public override string Trace => "Трассировка";
    public override string Busiest => "Самые частые за сутки";
    public override string Newest => "Новые";
    public override string Waiting => "Несрочное";

    public override string Subject(AlertReason reason) => reason switch
    {
        AlertReason.Critical => "Критическая ошибка",
        AlertReason.Reopened => "Ошибка вернулась",
        AlertReason.Spike => "Всплеск ошибки",
        AlertReason.Unsnoozed => "Отложенная ошибка",
        _ => "Новая ошибка"
    };

    public override string SeverityOf(string severity) => severity switch
    {
        "critical" => "критическая",
        "high" => "высокая",
        "medium" => "средняя",
        "low" => "низкая",
        _ => severity
    };

    public override string WhyOf(AlertReason reason) => reason switch
    {
        AlertReason.Critical => "ошибка новая и критическая.",
        AlertReason.Reopened => "ошибка была исправлена и случилась снова.",
        AlertReason.Unsnoozed => "ошибка была отложена и случилась после этого снова.",
        _ => "ошибка случилась впервые."
    };

    public override string WhySpike(string count, string usual) =>
        $"случаев за этот час: {count}, обычно: {usual}.";

    public override string WhySummary(int mostPerHour) =>
        $"за час приходит не больше писем, чем {mostPerHour}, поэтому здесь всё, что накопилось.";

    public override string WhyDigest(int hour) => $"Эта сводка приходит каждый день после {hour}:00 по Москве.";

    public override string Silence(string address) =>
        "Чтобы писем об этой ошибке не было, отложите её на время или на число случаев, или отметьте, что она не будет "
        + $"исправлена: {address}";

    public override string SilenceAll(string setting) =>
        $"Ошибку можно отложить на её странице. Число писем в час ограничивает настройка {setting}.";

    public override string SummarySubject(int count) => $"Ещё предупреждений: {count}";

    public override string DigestSubject(DateOnly day) =>
        $"[Pilot] Сводка за {day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)}";

    public override string Numbers(DigestNumbers numbers) =>
        $"""
        За последние сутки:
        Случаев: {numbers.Occurrences.ToString("N0", Numerals)}, разных ошибок: {numbers.Active.ToString("N0", Numerals)}
        Новых: {numbers.New}
        Исправлено: {numbers.Resolved}
        Открыто сейчас: {numbers.Open}
        """;

    public override string More(int count) => $"и ещё {count}";
}
