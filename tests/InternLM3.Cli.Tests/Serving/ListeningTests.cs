using InternLM3.AspNetCore;
using InternLM3.Cli.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace InternLM3.Cli.Tests.Serving;

public sealed class ListeningTests
{
    [Theory]
    [InlineData("localhost", null, "localhost;127.0.0.1;[::1]")]
    [InlineData("127.0.0.2", null, "127.0.0.2;localhost;127.0.0.1;[::1]")]
    [InlineData("::1", null, "[::1];localhost;127.0.0.1")]
    [InlineData("0.0.0.0", null, null)]
    [InlineData("localhost", "http://0.0.0.0:80", null)]
    [InlineData("0.0.0.0", "http://127.0.0.1:80", "127.0.0.1;localhost;[::1]")]
    public void Configure_ThisMachineOnly_AnswersItsOwnNamesAlone(string host, string? endpoint, string? allowed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Kestrel:Endpoints:A:Url"] = endpoint;

        Listening.Configure(builder, Arguments(host));

        Assert.Equal(allowed, builder.Configuration["AllowedHosts"]);
    }

    [Fact]
    public void Configure_NamesOfTheCallers_AreKept()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["AllowedHosts"] = "intern.example";

        Listening.Configure(builder, Arguments("localhost"));

        Assert.Equal("intern.example", builder.Configuration["AllowedHosts"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("https://localhost:1", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("http://[::]:1", false)]
    [InlineData("http://0.0.0.0:1", false)]
    [InlineData("http://*:1", false)]
    [InlineData("http://some.host:1", false)]
    public void IsThisMachine_Address_IsLoopback(string address, bool expected) => Assert.Equal(expected, Listening.IsThisMachine(address));

    private static ServeArguments Arguments(string host) => new()
    {
        Model = "tiny", Host = host, Port = 23333, Https = false, Origins = [], LogLevel = LogLevel.None, Loading = new InternLM3Options(), Endpoints = new InternLM3OpenAIOptions(),
    };
}
