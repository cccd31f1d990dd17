using Marketplace.BlazorStore.Vendors;
using Marketplace.Contracts.Vendors;

namespace Marketplace.Blazor.Tests.Vendors;

public sealed class OpeningTimesTests
{
    [Fact]
    public void Says_the_week_in_as_few_lines_as_it_takes()
    {
        IReadOnlyList<OpeningHoursDto> hours =
        [
            .. Enumerable.Range(1, 5).Select(day => new OpeningHoursDto(day, new(9, 0), new(20, 0))),
            new(6, new(9, 0), new(13, 0)), new(6, new(16, 0), new(20, 0)),
        ];

        Assert.Equal([("Mon to Fri", "09:00 to 20:00"), ("Sat", "09:00 to 13:00, 16:00 to 20:00"), ("Sun", "Closed")], OpeningTimes.Of(hours));
    }
}
