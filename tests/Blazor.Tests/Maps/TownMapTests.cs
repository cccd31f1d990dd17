using System.Text.Json;
using Bunit;
using Marketplace.BlazorShared.Maps;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Blazor.Tests.Maps;

public sealed class TownMapTests : BunitContext
{
    public TownMapTests() => Services.AddOptions<MapOptions>();

    [Fact]
    public void Shows_its_pins_without_script()
    {
        var map = Render<TownMap>(p => p
            .Add(x => x.Id, "m")
            .Add(x => x.Label, "Map with Kiln & Clay.")
            .Add(x => x.Pins, [new MapPin("shop", PinKind.Shop, new(12.9135, 80.245), "Kiln & Clay", 2)]));

        var circle = map.Find("circle.pin");
        Assert.Equal(("400", "300"), (circle.GetAttribute("cx"), circle.GetAttribute("cy"))); // the middle of the town
        Assert.Equal("Map with Kiln & Clay.", map.Find("svg").GetAttribute("aria-label"));
        Assert.Empty(map.FindAll("[style]"));
    }

    [Fact]
    public void Hands_script_the_same_facts()
    {
        var map = Render<TownMap>(p => p
            .Add(x => x.Id, "m").Add(x => x.Label, "Map")
            .Add(x => x.Pins, [new MapPin("rider", PinKind.Rider, new(12.91, 80.24), "Joseph \"J\" </div>")])
            .Add(x => x.Lines, [new MapLine(LineKind.Route, [new(12.91, 80.24), new(12.92, 80.25)])])
            .Add(x => x.Picker, new MapPicker("lat", "lon")));

        using var data = JsonDocument.Parse(map.Find("[data-map]").GetAttribute("data-map")!);
        Assert.Equal("Joseph \"J\" </div>", data.RootElement.GetProperty("pins")[0].GetProperty("label").GetString());
        Assert.Equal(80.25, data.RootElement.GetProperty("lines")[0].GetProperty("points")[1][0].GetDouble());
        Assert.Equal("lat", data.RootElement.GetProperty("picker").GetProperty("latitudeInput").GetString());
    }
}
