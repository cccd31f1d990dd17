using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Marketplace.Infrastructure.Shared;
using Npgsql;

namespace Marketplace.Hosts.Tests;

/// <summary>What an operator follows from a page to what it set in motion.</summary>
[Collection(nameof(Hosts))]
public sealed class TraceTests(Hosts hosts)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string EventTrace = "5bf92f3577b34da6a3ce929d0e0e4737";
    private const string Caller = "00f067aa0ba902b7";
    private const string Secret = "nobody-may-read-this";

    [Fact]
    public async Task One_trace_leads_from_a_page_of_the_store_through_the_api_to_the_database()
    {
        await using var collector = await OtlpCollector.StartAsync();
        (string, string)[] settings = [("Shutdown__DrainSeconds", "0"), ("Telemetry__OtlpEndpoint", collector.Address)];
        await using var api = await DeployedHost.StartAsync("WebApi", hosts.Connection, settings);
        await using var store = await DeployedHost.StartAsync("BlazorStore", hosts.Connection, [.. settings, ("Urls__Api", api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority))]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/cart?of={Secret}");
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");
        request.Headers.Add("Cookie", $"cart={Secret}");

        Assert.Equal(HttpStatusCode.OK, (await store.Http.SendAsync(request)).StatusCode);

        foreach (var host in (DeployedHost[])[store, api])
        {
            host.Terminate(); // which sends what was not sent yet
            Assert.Equal(0, await host.ExitCodeAsync());
        }

        var spans = collector.Spans.Where(s => s.Trace == Trace).ToList();
        var page = Assert.Single(spans, s => s is { Service: "marketplace-store", Parent: Caller });
        var names = string.Join('\n', spans.Select(s => $"{s.Service} {s.Name} {s.Id} in {s.Parent}"));
        var answer = spans.Find(s => s.Service == "marketplace-api" && s.Name.StartsWith("GET /api/v1/cart", StringComparison.Ordinal));
        Assert.True(answer is not null, names);
        Assert.Equal("GET /cart", page.Name);
        Assert.Contains(page.Id, Above(answer, spans));
        Assert.Contains(spans, s => s.Service == "marketplace-api" && s.Id != answer.Id && Above(s, spans).Contains(answer.Id)); // its queries
        Assert.DoesNotContain(collector.Spans, s => s.Tags.Contains(Secret, StringComparison.Ordinal) || s.Tags.Contains("url.path", StringComparison.Ordinal));
        foreach (var service in (string[])["marketplace-store", "marketplace-api"])
        {
            Assert.Contains((service, "Microsoft.AspNetCore.Hosting"), collector.Meters.Keys);
            Assert.Contains((service, "System.Runtime"), collector.Meters.Keys);
        }
    }

    /// <summary>From a page of the identity server through the API to what follows an event, in whichever process.</summary>
    [Fact]
    public async Task An_event_and_its_reactions_have_the_trace_of_the_page_that_caused_them()
    {
        ConcurrentBag<string> reactions = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http" or Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == Telemetry.Name && activity.TraceId.ToHexString() == EventTrace)
                {
                    reactions.Add(activity.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var visitor = new Visitor(hosts, "203.0.113.121");
        await visitor.RegisterAsync(Hosts.Store);
        var address = new Uri(Hosts.Identity + "/account/profile");
        var fields = (await Visitor.FieldsAsync(await visitor.GetAsync(address.AbsoluteUri))).Select(f => KeyValuePair.Create(f.Name, f.Value));

        using var form = new FormUrlEncodedContent(fields.Append(new("username", $"p{Guid.CreateVersion7():N}"[..24])));
        var saved = await visitor.SendAsync(HttpMethod.Post, address.AbsoluteUri, form, ("traceparent", $"00-{EventTrace}-{Caller}-01"));

        Assert.Equal("/account/profile?done=saved", saved.Headers.Location?.OriginalString);
        await using var connection = new NpgsqlConnection(hosts.Connection);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand("select count(*) from shared.outbox where correlation_id = $1 and type like '%.ProfileChanged'", connection) { Parameters = { new() { Value = EventTrace } } };
        Assert.Equal(1L, await look.ExecuteScalarAsync());
        for (var tries = 0; reactions.IsEmpty; tries++)
        {
            Assert.True(tries < 200, "Nothing followed.");
            await Task.Delay(100);
        }

        Assert.All(reactions, name => Assert.StartsWith("react ", name, StringComparison.Ordinal));
    }

    /// <summary>The ids of the spans that this one happened in.</summary>
    private static List<string> Above(Span span, List<Span> spans)
    {
        List<string> above = [];
        for (var parent = span.Parent; spans.Find(s => s.Id == parent) is { } next; parent = next.Parent)
        {
            above.Add(next.Id);
        }

        return above;
    }
}
