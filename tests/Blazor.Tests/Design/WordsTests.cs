using Marketplace.BlazorShared.Design;

namespace Marketplace.Blazor.Tests.Design;

public sealed class WordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 13, 1, 0, TimeSpan.Zero); // 18:31 in Tarapet

    [Theory]
    [InlineData("124350.5", "₹1,24,350.50")]
    [InlineData("1249", "₹1,249")]
    [InlineData("0", "₹0")]
    [InlineData("99999.999", "₹1,00,000")]
    [InlineData("12345678.9", "₹1,23,45,678.90")]
    [InlineData("-125", "−₹125")]
    [InlineData("0.05", "₹0.05")]
    public void Groups_rupees_as_India_does_and_shows_paise_only_when_there_are_some(string amount, string text) =>
        Assert.Equal(text, Words.Money(new(Decimal(amount), "INR")));

    [Fact]
    public void Keeps_decimals_in_ledgers_and_says_free_to_shoppers()
    {
        Assert.Equal("₹480.00", Words.Ledger(new(480, "INR")));
        Assert.Equal("Free", Words.Fee(new(0, "INR")));
        Assert.Equal("₹29", Words.Fee(new(29, "INR")));
    }

    [Theory]
    [InlineData("1234567.5", "USD", "$1,234,567.50")]
    [InlineData("1234", "JPY", "¥1,234")]
    [InlineData("1.5", "KWD", "KWD\u00a01.500")]
    public void Writes_other_currencies_with_their_own_digits(string amount, string currency, string text) =>
        Assert.Equal(text, Words.Money(new(Decimal(amount), currency)));

    [Theory]
    [InlineData("1249", "1499", 16)]
    [InlineData("999", "1000", null)]
    [InlineData("1000", "900", null)]
    public void Rounds_a_saving_down_and_hides_one_that_is_none(string now, string was, int? percent) =>
        Assert.Equal(percent, Words.PercentOff(Decimal(now), Decimal(was)));

    [Fact]
    public void Tells_the_time_of_the_store_not_of_the_server()
    {
        Assert.Equal("18:31", Words.Time(Now));
        Assert.Equal("2026-11-21T18:31:00+05:30", Words.Machine(Now));
        Assert.Equal(new DateOnly(2026, 11, 22), Words.DateOf(Now.AddHours(6))); // already Sunday in Tarapet, still Saturday in UTC
    }

    [Theory]
    [InlineData(0, "Today")]
    [InlineData(1, "Tomorrow")]
    [InlineData(-1, "Yesterday")]
    [InlineData(8, "Sunday 29 November")]
    [InlineData(50, "Sunday 10 January 2027")]
    public void Names_days_as_people_do(int daysAhead, string text) => Assert.Equal(text, Words.Day(Now.AddDays(daysAhead), Now));

    [Fact]
    public void Writes_windows_moments_and_short_dates()
    {
        Assert.Equal("Today, 18:40 to 18:55", Words.Window(Now.AddMinutes(9), Now.AddMinutes(24), Now));
        Assert.Equal("Tomorrow, 18:31", Words.Moment(Now.AddDays(1), Now));
        Assert.Equal("18:31", Words.ShortMoment(Now, Now));
        Assert.Equal("9 Nov, 18:31", Words.ShortMoment(Now.AddDays(-12), Now));
    }

    [Theory]
    [InlineData(40, "40 sec")]
    [InlineData(35 * 60, "35 min")]
    [InlineData((3 * 3600) + (12 * 60), "3 h 12 min")]
    [InlineData(2 * 3600, "2 h")]
    [InlineData(49 * 3600, "2 days")]
    public void Writes_durations(int seconds, string text) => Assert.Equal(text, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(20, "just now")]
    [InlineData(240, "4 min ago")]
    [InlineData(3 * 3600, "3 h ago")]
    [InlineData(26 * 3600, "20 Nov, 16:31")]
    public void Says_how_long_ago(int seconds, string text) => Assert.Equal(text, Words.Ago(Now.AddSeconds(-seconds), Now));

    [Theory]
    [InlineData(4, "10 m")]
    [InlineData(347, "350 m")]
    [InlineData(1_400, "1.4 km")]
    [InlineData(5_000, "5 km")]
    [InlineData(12_345, "12 km")]
    public void Writes_distances(double metres, string text) => Assert.Equal(text, Words.Distance(metres));

    [Fact]
    public void Counts_lists_and_shortens()
    {
        Assert.Equal("1 item", Words.Count(1, "item"));
        Assert.Equal("1,204 reviews", Words.Count(1204, "review"));
        Assert.Equal("2 boxes", Words.Count(2, "box", "boxes"));
        Assert.Equal("mangoes, eggs and mint", Words.List(["mangoes", "eggs", "mint"]));
        Assert.Equal("500 g", Words.Weight(500));
        Assert.Equal("1.4 kg", Words.Weight(1400));
        Assert.Equal("2:48", Words.Clock(TimeSpan.FromSeconds(168)));
        Assert.Equal("0:00", Words.Clock(TimeSpan.FromSeconds(-5)));
    }

    [Theory]
    [InlineData("Kiln & Clay", "KC")]
    [InlineData("Annapurna", "A")]
    [InlineData("فاطمة الزهراء قريشي", "فا")]
    [InlineData("", "")]
    public void Takes_initials_from_names_of_any_script(string name, string initials) => Assert.Equal(initials, Words.Initials(name));

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
