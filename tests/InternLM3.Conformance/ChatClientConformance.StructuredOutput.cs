using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Typed answers: <c>GetResponseAsync&lt;T&gt;</c> and response formats.</summary>
public abstract partial class ChatClientConformance
{
    private const string Quinn = "Return JSON for: name Quinn, age 41.";

    [Fact]
    public async Task Typed_AnObject_IsRead() =>
        Assert.Equal(new Person("Quinn", 41), (await Client.GetResponseAsync<Person>(Quinn, Greedy(), cancellationToken: Cancellation)).Result);

    [Fact]
    public async Task Typed_AnArray_IsRead()
    {
        // No bound is in the schema of an array; the penalty is what ends a weak model's.
        var options = Greedy();
        options.FrequencyPenalty = 2;

        var response = await Client.GetResponseAsync<Hue[]>("Return JSON for: color Red, color Blue.", options, cancellationToken: Cancellation);

        Assert.NotEmpty(response.Result);
        Assert.Equal(DataOf(response).EnumerateArray().Select(hue => hue.GetString()), response.Result.Select(hue => $"{hue}"));
    }

    [Fact]
    public async Task Typed_AnInteger_IsRead()
    {
        var response = await Client.GetResponseAsync<int>("Return JSON for: data 41.", Greedy(), cancellationToken: Cancellation);

        Assert.Equal(DataOf(response).GetInt32(), response.Result);
    }

    [Fact]
    public async Task Typed_AString_IsRead()
    {
        var response = await Client.GetResponseAsync<string>("Return JSON for: data Quinn.", Greedy(), cancellationToken: Cancellation);

        Assert.Equal(DataOf(response).GetString(), response.Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Typed_ABoolean_IsRead(bool value)
    {
        var response = await Client.GetResponseAsync<bool>($"Return JSON for: data {(value ? "true" : "false")}.", Greedy(), cancellationToken: Cancellation);

        Assert.True(response.TryGetResult(out var result));
        Assert.Equal(value, result);
    }

    [Fact]
    public async Task Typed_AnEnum_IsRead()
    {
        var response = await Client.GetResponseAsync<Hue>("Return JSON for: data Red.", Greedy(), cancellationToken: Cancellation);

        Assert.Equal(DataOf(response).GetString(), $"{response.Result}");
    }

    [Fact]
    public async Task Typed_WithFunctions_CallsThemAndAnswersInTheFormat()
    {
        var cities = new List<string>();
        var options = Greedy(GetWeather(cities));

        // A small model may call once more, because its answer was trained without a format; then the functions are taken away.
        var client = Client.AsBuilder().UseFunctionInvocation(configure: invoking => invoking.MaximumIterationsPerRequest = 2).Build();

        var response = await client.GetResponseAsync<Author>(Weather, options, cancellationToken: Cancellation);

        Assert.InRange(cities.Count, 1, 2);
        Assert.All(cities, city => Assert.Equal("Brevaal", city));
        Assert.InRange(response.Result.Count, 0, 100);
        Assert.InRange(response.Result.City.Length, 0, 20);
    }

    [Fact]
    public async Task Typed_WithoutANativeFormat_IsAnObject()
    {
        var response = await Client.GetResponseAsync<Person>(Quinn, Greedy(), useJsonSchemaResponseFormat: false, cancellationToken: Cancellation);

        Assert.True(response.TryGetResult(out var person));
        var json = JsonElement.Parse(response.Text);
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        Assert.Equal(json.Deserialize<Person>(AIJsonUtilities.DefaultOptions), person);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Format_Json_IsAnObjectWhateverWasAsked(bool streaming)
    {
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.Json;

        var response = await AskAsync(Client, streaming, "Return JSON for: city Brevaal, color red.", options);

        var json = JsonElement.Parse(response.Text);
        Assert.Equal(("Brevaal", "red"), (json.GetProperty("city").GetString(), json.GetProperty("color").GetString()));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Format_ASchemaAndWildSampling_StillConforms(long seed)
    {
        var options = Sampled();
        (options.MaxOutputTokens, options.Seed) = (null, seed);

        var response = await Client.GetResponseAsync<Person>(Quinn, options, cancellationToken: Cancellation);

        Assert.InRange(response.Result.Age, 0, 200);
        Assert.InRange(response.Result.Name.Length, 0, 40);
    }

    [Fact]
    public async Task Format_Text_IsFreeText()
    {
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.Text;

        Assert.Contains("Paris", (await AskAsync(Client, streaming: false, Capital, options)).Text, StringComparison.Ordinal);
    }

    /// <summary>What Microsoft.Extensions.AI wraps into an object, because a schema has to be one.</summary>
    private static JsonElement DataOf(ChatResponse response) => JsonElement.Parse(response.Text).GetProperty("data");
}
