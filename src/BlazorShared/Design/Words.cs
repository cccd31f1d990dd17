using System.Globalization;
using Marketplace.Contracts.Shared;
using Microsoft.Extensions.Configuration;

namespace Marketplace.BlazorShared.Design;

/// <summary>How the product writes money, time, distance and lists. Every page takes its words from here.</summary>
public static partial class Words
{
    private const char Minus = '\u2212';
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>The time zone in which the store lives: what "today" and "18:46" mean to its people.</summary>
    public static TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    /// <summary>ISO 4217 code of the currency of all prices.</summary>
    public static string Currency { get; private set; } = "INR";

    /// <summary>What the tax on goods is called here.</summary>
    public static string TaxName { get; private set; } = "GST";

    /// <summary>Called once by each host at start, with <c>Store:TimeZone</c>, <c>Store:Currency</c> and <c>Store:TaxName</c>.</summary>
    public static void UsePlace(IConfiguration configuration)
    {
        var store = configuration.GetSection("Store");
        Zone = store["TimeZone"] is { Length: > 0 } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : Zone;
        Currency = store["Currency"] is { Length: > 0 } currency ? currency : Currency;
        TaxName = store["TaxName"] is { Length: > 0 } tax ? tax : TaxName;
    }

    /// <summary>"18:46".</summary>
    public static string Time(DateTimeOffset at) => Local(at).ToString("HH:mm", English);

    /// <summary>"18:40 to 18:55".</summary>
    public static string Times(DateTimeOffset from, DateTimeOffset to) => $"{Time(from)} to {Time(to)}";

    /// <summary>"Today", "Tomorrow", "Yesterday", otherwise "Sunday 22 November"; with the year when it is not this one.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now) => Day(DateOf(at), DateOf(now));

    public static string Day(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => "Today",
        1 => "Tomorrow",
        -1 => "Yesterday",
        _ => LongDate(day, today),
    };

    /// <summary>"Sunday 22 November"; with the year when it is not this one.</summary>
    public static string LongDate(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? "dddd d MMMM" : "dddd d MMMM yyyy", English);

    /// <summary>"21 Nov", for tables; with the year when it is not this one.</summary>
    public static string ShortDate(DateTimeOffset at, DateTimeOffset now) => ShortDate(DateOf(at), DateOf(now));

    public static string ShortDate(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? "d MMM" : "d MMM yyyy", English);

    /// <summary>"Today, 18:46" or "Sunday 22 November, 10:00".</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) => $"{Day(at, now)}, {Time(at)}";

    /// <summary>"18:46" today, otherwise "21 Nov, 18:46": for tables and timelines.</summary>
    public static string ShortMoment(DateTimeOffset at, DateTimeOffset now) =>
        DateOf(at) == DateOf(now) ? Time(at) : $"{ShortDate(at, now)}, {Time(at)}";

    /// <summary>"Today, 18:40 to 18:55".</summary>
    public static string Window(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) => $"{Day(from, now)}, {Times(from, to)}";

    /// <summary>"40 sec", "35 min", "3 h 12 min", "2 days".</summary>
    public static string Duration(TimeSpan time) => time.Duration() switch
    {
        { TotalSeconds: < 60 } t => $"{(int)t.TotalSeconds} sec",
        { TotalMinutes: < 60 } t => $"{(int)Math.Round(t.TotalMinutes)} min",
        { TotalHours: < 24 } t => t.Minutes == 0 ? $"{(int)t.TotalHours} h" : $"{(int)t.TotalHours} h {t.Minutes} min",
        var t => Count((int)Math.Round(t.TotalDays), "day"),
    };

    /// <summary>"just now", "4 min ago", "3 h ago", then the day.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 59.5 } t => $"{Math.Max(1, (int)Math.Round(t.TotalMinutes))} min ago",
        { TotalHours: < 12 } t => $"{(int)t.TotalHours} h ago",
        _ => ShortMoment(at, now),
    };

    /// <summary>"2:48", for a clock that counts down.</summary>
    public static string Clock(TimeSpan left)
    {
        var seconds = Math.Max(0, (int)Math.Ceiling(left.TotalSeconds));
        return string.Create(English, $"{seconds / 60}:{seconds % 60:00}");
    }

    /// <summary>"350 m", "1.4 km", "12 km".</summary>
    public static string Distance(double metres) => metres switch
    {
        < 995 => string.Create(English, $"{Math.Max(10, Math.Round(metres / 10) * 10):0} m"),
        < 9_950 => string.Create(English, $"{metres / 1000:0.#} km"),
        _ => string.Create(English, $"{metres / 1000:0} km"),
    };

    /// <summary>"500 g", "1.4 kg".</summary>
    public static string Weight(decimal grams) => grams < 1000
        ? string.Create(English, $"{grams:0} g")
        : string.Create(English, $"{grams / 1000:0.##} kg");

    /// <summary>"1 item", "3 items", "1,204 reviews". The plural is given when adding an s is wrong.</summary>
    public static string Count(int number, string one, string? many = null) =>
        $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>"1,24,350" in the grouping of the store's country.</summary>
    public static string Number(decimal number) => Signed(number, n => n.ToString("#,0.##", MoneyWords.Grouping(Currency)));

    /// <summary>"4.8".</summary>
    public static string Stars(double rating) => rating.ToString("0.0", English);

    /// <summary>"mangoes, eggs and mint".</summary>
    public static string List(IReadOnlyList<string> words) => words switch
    {
        [] => "",
        [var only] => only,
        _ => $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}",
    };

    /// <summary>Up to two letters that stand for a name where there is no picture: "KC" for "Kiln &amp; Clay".</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsLetterOrDigit(w, 0)).ToArray();
        return string.Concat(words.Take(2).Select(w => StringInfo.GetNextTextElement(w).ToUpperInvariant()));
    }

    /// <summary>The machine value for the datetime attribute.</summary>
    public static string Machine(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", English);

    /// <summary>The day it is in the store when the clock says this.</summary>
    public static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <summary>This moment as the clocks in the store show it.</summary>
    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    private static string Signed(decimal number, Func<decimal, string> write) =>
        number < 0 ? Minus + write(-number) : write(number);
}
