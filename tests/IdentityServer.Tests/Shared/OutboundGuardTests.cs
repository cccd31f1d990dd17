using System.Net;
using System.Net.Sockets;
using Marketplace.Infrastructure.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Tests.Shared;

/// <summary>What strangers make us call is never ours (S-80). A listener on this machine must not be reached once.</summary>
public sealed class OutboundGuardTests : IDisposable
{
    private readonly TcpListener _canary = new(IPAddress.Loopback, 0);
    private readonly OutboundGuard _guard = new(Options.Create(new OutboundOptions()));

    public OutboundGuardTests() => _canary.Start();

    private int Port => ((IPEndPoint)_canary.LocalEndpoint).Port;

    public void Dispose() => _canary.Dispose();

    public static TheoryData<string> Corpus =>
    [
        "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://127.255.255.254/", "https://0.0.0.0/", "https://0/", "https://2130706433/", "https://0x7f000001/",
        "https://0x7f.0.0.1/", "https://017700000001/", "https://0177.0.0.1/", "https://localhost/", "https://localhost./", "https://LOCALHOST/", "https://localhost.localdomain/",
        "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[::ffff:169.254.169.254]/",
        "https://169.254.169.254/latest/meta-data/", "https://169.254.1.1/", "https://2852039166/", "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.255/",
        "https://192.168.0.1/", "https://192.168.255.255/", "https://100.64.0.1/", "https://100.127.255.255/", "https://192.0.0.1/", "https://192.0.2.1/", "https://192.88.99.1/",
        "https://198.18.0.1/", "https://198.19.255.255/", "https://198.51.100.1/", "https://203.0.113.1/", "https://224.0.0.1/", "https://239.255.255.255/", "https://240.0.0.1/", "https://255.255.255.255/",
        "https://[fc00::1]/", "https://[fd00::1]/", "https://[fe80::1]/", "https://[fe80::1%25lo]/", "https://[ff02::1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::1]/", "https://[2002:7f00:1::]/",
        "https://[2001::1]/", "https://[2001:db8::1]/", "https://[100::1]/", "https://[3fff::1]/", "https://127。0。0。1/", "https://①②⑦.0.0.1/", "https://good.example@127.0.0.1/", "https://127.0.0.1:5432/",
        "http://127.0.0.1/", "http://good.example/", "gopher://127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/", "https://good.example:6379/", "https://good.example\\@127.0.0.1/", "//127.0.0.1/", "",
    ];

    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task No_address_of_ours_is_called(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var http = _guard.CreateClient();

        if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync(uri));
            using var open = new OutboundGuard(Options.Create(Open(Port))).CreateClient();
            await Assert.ThrowsAnyAsync<Exception>(() => open.GetAsync(new UriBuilder(uri) { Port = Port }.Uri));
        }
        else
        {
            Assert.NotNull(_guard.WhyNot(address));
        }

        Assert.False(_canary.Pending());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.7")]
    [InlineData("::1")]
    [InlineData("169.254.169.254")]
    [InlineData("93.184.215.14 127.0.0.1")]
    public async Task A_name_that_stands_for_one_of_ours_is_not_called(string addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var guard = Lying(addresses);
        using var http = guard.CreateClient();

        Assert.Null(guard.WhyNot($"https://good.example:{Port}/"));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"https://good.example:{Port}/")));

        Assert.StartsWith("The address cannot be called.", refused.Message, StringComparison.Ordinal);
        Assert.False(_canary.Pending());
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_asked_once_for_each_connection()
    {
        var asked = 0;
        var guard = new OutboundGuard(Options.Create(Open(Port)))
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "2606:4700:4700::1111" : "127.0.0.1")]),
        };
        using var http = guard.CreateClient();

        await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync(new Uri($"https://good.example:{Port}/")));

        Assert.Equal(1, asked);
        Assert.False(_canary.Pending());
    }

    [Theory]
    [InlineData("https://shop.example/logout")]
    [InlineData("https://93.184.215.14/logout?x=1")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    public void Addresses_of_the_internet_can_be_registered(string address) => Assert.Null(_guard.WhyNot(address));

    [Fact]
    public async Task A_developers_machine_may_call_itself_and_follows_no_redirect()
    {
        var guard = new OutboundGuard(Options.Create(new OutboundOptions { Loopback = true }));
        using var http = guard.CreateClient();
        var serving = Task.Run(async () =>
        {
            using var caller = await _canary.AcceptTcpClientAsync();
            var stream = caller.GetStream();
            var request = new byte[4096];
            await stream.ReadAtLeastAsync(request, 1);
            await stream.WriteAsync("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        });

        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Port}/"));

        await serving;
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Null(guard.WhyNot("http://localhost:9000/logout"));
        Assert.NotNull(guard.WhyNot("http://10.0.0.1/logout"));
    }

    [Fact]
    public void A_list_of_hosts_closes_all_others()
    {
        var guard = new OutboundGuard(Options.Create(new OutboundOptions { Hosts = { "shop.example" } }));

        Assert.Null(guard.WhyNot("https://shop.example/logout"));
        Assert.NotNull(guard.WhyNot("https://other.example/logout"));
    }

    private OutboundGuard Lying(string addresses) => new(Options.Create(Open(Port)))
    {
        Resolve = (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Split(' ').Select(IPAddress.Parse)]),
    };

    private static OutboundOptions Open(int port) => new() { Ports = { port } };
}
