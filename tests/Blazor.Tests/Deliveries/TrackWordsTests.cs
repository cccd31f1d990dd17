using Marketplace.BlazorAdmin.Deliveries;
using Marketplace.Contracts.Deliveries;
using Marketplace.Contracts.Shared;

namespace Marketplace.Blazor.Tests.Deliveries;

public sealed class TrackWordsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 21, 12, 30, 0, TimeSpan.Zero);
    private static readonly PositionDto Shop = new(12.9, 80.25);

    [Fact]
    public void Says_how_far_and_how_long_and_where_it_ended()
    {
        var track = Track(0, 60, 90, 720);

        Assert.Equal("720 m in 12 min, from 18:00 to 18:12. Last 280 m from the door.", TrackWords.Sentence(track));
        Assert.Equal([0d, 60, 720], TrackWords.EachMinute(track).Select(p => (p.At - Begin).TotalSeconds));
    }

    [Theory]
    [InlineData(0d, "north")]
    [InlineData(359d, "north")]
    [InlineData(46d, "north-east")]
    [InlineData(270d, "west")]
    [InlineData(null, "not said")]
    public void Names_directions(double? degrees, string expected) => Assert.Equal(expected, TrackWords.Heading(degrees));

    [Fact]
    public void Says_speed_as_people_do() => Assert.Equal(("18 km/h", "not said"), (TrackWords.Speed(5), TrackWords.Speed(null)));

    /// <summary>A metre north in each second, to a door a kilometre away.</summary>
    private static DeliveryTrack Track(params int[] seconds) => new(
        Guid.CreateVersion7(), "MK-1", Shop, North(1000), [.. seconds.Select(s => new TrackPointDto(Guid.Empty, North(s), 5, null, null, Begin.AddSeconds(s)))], Begin.AddDays(14));

    private static PositionDto North(double metres) => Shop with { Latitude = Shop.Latitude + metres / 111_195 };
}
