using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Reflection;
using Marketplace.Application.Notifications;
using Marketplace.Contracts.Identity;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Deliveries;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.WebApi.Notifications;
using Marketplace.WebApi.Tests.Notifications;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>
/// The rows of <c>access.txt</c> that begin with <c>POST /live/tickets</c>, heard to the end: who gets a ticket hears that topic and
/// no other, who gets none is cut off by every hub, and nobody can call anything.
/// </summary>
[Collection(nameof(GuardedApp))]
public sealed class HubMatrixTests(GuardedApp app, ITestOutputHelper output)
{
    private const string Mine = "mine";
    private static readonly string[] Hubs = [LiveTopic.Orders, LiveTopic.Notifications, LiveTopic.Inventory];

    /// <summary>What a hub inherits and declares, and what somebody might hope for.</summary>
    private static readonly string[] Methods =
    [
        .. typeof(LiveHub).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(Hub))).Append(typeof(Hub))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance)).Where(m => !m.IsSpecialName && m.DeclaringType != typeof(object)).Select(m => m.Name).Distinct(),
        "AddToGroupAsync", "Subscribe", "changed", "renew",
    ];

    [Fact]
    public async Task Every_caller_hears_what_the_table_says_and_calls_nothing()
    {
        using var forwarder = ActivatorUtilities.CreateInstance<LiveForwarder>(app.Services);
        await forwarder.StartAsync(CancellationToken.None);
        var rows = AccessRow.ReadAll().Where(r => r.Path.StartsWith("/live/tickets#", StringComparison.Ordinal)).ToList();
        var (wrong, topics, calls) = (new ConcurrentQueue<string>(), 0, 0);
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (row, ct) =>
        {
            foreach (var actor in Enum.GetValues<Actor>())
            {
                var scene = await Scene.BuildAsync(app, row.Given, isShopSuspended: actor == Actor.Suspended);
                var (hub, topic) = await WantedAsync(row, actor, scene);
                var ticket = await TicketAsync(row, actor, scene, ct);
                if (ticket is null != (row[actor] != Cells.Allowed))
                {
                    wrong.Enqueue($"{row.Path} {actor}: {(ticket is null ? "no ticket" : "a ticket")}");
                }

                foreach (var other in Hubs.Where(h => ticket is null || h != hub))
                {
                    await using var cutOff = await HubClient.ConnectAsync(app.Http.BaseAddress!, other, ticket);
                    if (await cutOff.ChangedAsync() is not null)
                    {
                        wrong.Enqueue($"{row.Path} {actor} hears {other}");
                    }
                }

                Interlocked.Increment(ref topics);
                if (ticket is null)
                {
                    continue;
                }

                await using var listener = await HubClient.ConnectAsync(app.Http.BaseAddress!, hub, ticket);
                foreach (var method in Methods)
                {
                    if (await listener.RefusalAsync(method, topic) is not { } refusal || !refusal.Contains("does not exist", StringComparison.Ordinal))
                    {
                        wrong.Enqueue($"{hub} {actor} calls {method}");
                    }

                    Interlocked.Increment(ref calls);
                }

                var own = topic == "user" ? LiveTopic.User(scene.PersonOf(actor))
                    : topic == "cart" ? LiveTopic.Cart(scene.PersonOf(actor))
                    : topic.StartsWith("account:", StringComparison.Ordinal) ? LiveTopic.Account(new(scene.Names.User))
                    : topic.StartsWith("profile:", StringComparison.Ordinal) ? LiveTopic.Profile(scene.Introduced, scene.Names.Person)
                    : hub == LiveTopic.Notifications ? LiveTopic.Person(scene.Introduced, scene.Names.Person)
                    : new(hub, topic, topic);
                if (await FirstHeardAsync(listener, own) is var heard && heard != (topic, Mine))
                {
                    wrong.Enqueue($"{row.Path} {actor} hears {heard}");
                }
            }
        });
        await forwarder.StopAsync(CancellationToken.None);

        output.WriteLine($"{topics} topics by caller, {calls} methods by caller and topic, {Methods.Length} methods");
        Assert.True(topics >= 11 * 17 && calls > 300 && Methods.Length > 5, $"{topics} {calls}");
        Assert.True(wrong.IsEmpty, string.Join(Environment.NewLine, wrong));
    }

    private async Task<(string Hub, string Topic)> WantedAsync(AccessRow row, Actor actor, Scene scene)
    {
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        var wanted = (await request.Content!.ReadFromJsonAsync<LiveTicketRequest>())!;
        return (wanted.Hub, wanted.Topics[0]);
    }

    private async Task<string?> TicketAsync(AccessRow row, Actor actor, Scene scene, CancellationToken ct)
    {
        using var request = AccessCalls.Request(app, row, actor, scene, scene.Names);
        using var answer = await app.Http.SendAsync(request, ct);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<LiveTicket>(ct))!.Ticket : null;
    }

    /// <summary>Tells all other topics something first, and then this one, until something is heard.</summary>
    private async Task<(string Topic, string Kind)> FirstHeardAsync(HubClient listener, LiveTopic own)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var live = scope.ServiceProvider.GetRequiredService<LiveMessages>();
        LiveTopic[] others = [LiveTopic.Dispatch, LiveTopic.Vendor(VendorId.New()), LiveTopic.Rider(RiderId.New()), LiveTopic.Order("MK-0000-0000"), LiveTopic.User(UserId.New()), LiveTopic.Cart(UserId.New()), LiveTopic.Person(UserId.New(), "somebody"), LiveTopic.Product(ProductId.New())];
        var heard = listener.ChangedAsync();
        while (!heard.IsCompleted)
        {
            foreach (var topic in others.Where(o => o.Group != own.Group).Append(own))
            {
                await live.TellAsync(topic, topic == own ? Mine : "theirs", CancellationToken.None);
            }

            await Task.WhenAny(heard, Task.Delay(20));
        }

        return await heard is { } told ? (told.Topic, told.Kind) : default;
    }
}
