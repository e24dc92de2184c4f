"""Functions as people write them, with the requests people make."""
from .toolbox import Parameter


def text(name, description=None, **more):
    return Parameter(name, "string", description, **more)


def integer(name, description=None, **more):
    return Parameter(name, "integer", description, **more)


def number(name, description=None, **more):
    return Parameter(name, "number", description, **more)


def flag(name, description=None, **more):
    return Parameter(name, "boolean", description, **more)


def choice(name, options, description=None, **more):
    return Parameter(name, "string", description, options.split(), **more)


def texts(name, description=None, **more):
    return Parameter(name, "array of string", description, **more)


def integers(name, description=None, **more):
    return Parameter(name, "array of integer", description, **more)


def spec(name, about, noun, parameters, en, result, zh=None):
    return dict(name=name, about=about, noun=noun, parameters=parameters, en=en, result=result) | ({"zh": zh} if zh else {})


SPECS = [
    spec("get weather", ["Get the weather.", "Gets the current weather of a city.", "Returns the weather in a city."], "weather",
         lambda d: [text("city", "The city.")] + [choice("unit", "celsius fahrenheit", "The unit of the temperature.", optional=True)],
         ["What is the weather in {city}?", "How is the weather in {city} today?", "Is it raining in {city}?", "Weather in {city}?", "The weather in {city}?", "Tell me the weather for {city}.", "What's the weather like in {city}?"],
         lambda d: d.pick([f"{d.pick(['sunny', 'cloudy', 'rainy', 'windy'])}, {d.between(-9, 38)} degrees", {"condition": d.pick(["sunny", "cloudy", "snow"]), "temperature": d.between(-9, 38)}, f"{d.word()} {d.number()}"]),
         ["{city}的天气怎么样?", "查询{city}的天气。", "{city}今天天气如何?"]),
    spec("get forecast", ["Gets the forecast for the next days.", "Weather forecast."], "forecast", lambda d: [text("city", "The city."), integer("days", "How many days ahead.")],
         ["What will the weather be in {city} in {days} days?", "Give me the forecast for {city} for {days} days.", "{days} day forecast for {city}, please."], lambda d: d.pick(["sun and clouds", {"high": d.between(1, 35), "low": d.between(-9, 20)}]),
         ["{city}未来{days}天的天气预报。"]),
    spec("get time", ["Get the time.", "Gets the current time in a city.", "Tells the local time."], "time", lambda d: [text("city", "The city.")],
         ["What time is it in {city}?", "Current time in {city}?", "Tell me the local time in {city}.", "How late is it in {city}?"], lambda d: d.time(), ["{city}现在几点?", "查询{city}的时间。"]),
    spec("get time", ["Gets the current time.", "Returns the time now."], "time", lambda d: [], ["What time is it?", "What time is it now?", "Tell me the time.", "Do you have the time?"], lambda d: d.time(), ["现在几点了?"]),
    spec("get date", ["Gets today's date.", "Returns the current date."], "date", lambda d: [], ["What is the date today?", "What day is it today?", "Tell me today's date."], lambda d: d.date(), ["今天几号?", "今天是几月几号?"]),
    spec("send email", ["Sends an email.", "Send an email to somebody."], "email", lambda d: [text("to", "The recipient."), text("subject", "The subject line.")] + [text("body", "The text.")],
         ["Send an email to {to} with the subject {subject} and the text {body}.", "Email {to}, subject {subject}, body {body}.", "Write an email to {to} about {subject} saying {body}."],
         lambda d: d.pick(["sent", "ok", {"status": "sent", "id": d.number()}])),
    spec("send message", ["Sends a message to a user.", "Send a text message."], "message", lambda d: [text("user", "Who gets it."), text("message", "What to say.")] + [flag("urgent", "Whether it is urgent.")],
         ["Tell {user} {message}, urgent {urgent}.", "Send {user} the message {message} with urgent set to {urgent}.", "Message {user}: {message} (urgent: {urgent})"], lambda d: d.pick(["sent", "delivered", True])),
    spec("get stock_price", ["Gets the price of a stock.", "Latest stock price by symbol."], "price", lambda d: [text("symbol", "The ticker symbol.")],
         ["What is the stock price of {symbol}?", "How much is {symbol} trading at?", "Stock price {symbol}?", "Price of the stock {symbol}, please."], lambda d: d.pick([float(f"{d.number(1, 999)}.{d.between(1, 9)}"), {"price": d.number(1, 999), "currency": "USD"}]),
         ["{symbol}的股价是多少?"]),
    spec("convert currency", ["Converts an amount of money.", "Currency conversion."], "amount", lambda d: [number("amount", "The amount."), choice("from", "USD EUR GBP JPY CNY", "The currency to convert from."), choice("to", "USD EUR GBP JPY CNY", "The currency to convert to.")],
         ["Convert {amount} {from} to {to}.", "How much is {amount} {from} in {to}?", "{amount} {from} in {to}?", "Change {amount} {from} into {to}, please."], lambda d: float(f"{d.number(1, 999)}.{d.between(1, 9)}"), ["{amount} {from} 换成 {to} 是多少?"]),
    spec("book flight", ["Books a flight.", "Book a flight between two cities."], "flight", lambda d: [text("origin", "Where the flight starts."), text("destination", "Where it goes."), text("date", "The day.")] + [choice("class", "economy business first", "The class.", optional=True)],
         ["Book a flight from {origin} to {destination} on {date}.", "I need a flight from {origin} to {destination} on {date}.", "Fly me from {origin} to {destination} on {date} in {class}." , "Please book {class} from {origin} to {destination} for {date}."],
         lambda d: d.pick([{"flight": f"{d.pick('ABCDEFGHK')}{d.number(10, 999)}", "price": d.number(50, 999)}, "booked"])),
    spec("book table", ["Books a table in a restaurant.", "Reserve a table."], "table", lambda d: [text("restaurant", "The restaurant."), integer("guests", "How many people."), text("time", "When.")],
         ["Book a table at {restaurant} for {guests} people at {time}.", "Reserve a table for {guests} at {restaurant}, {time}.", "A table for {guests} people at {restaurant} at {time}, please."], lambda d: d.pick(["confirmed", {"table": d.number(1, 40)}])),
    spec("create task", ["Creates a task.", "Add a task to the list."], "task", lambda d: [text("title", "The title."), choice("priority", "low normal high", "How important it is.")] + [texts("tags", "Labels.")],
         ["Create a task {title} with {priority} priority and tags {tags}.", "Add the task {title}, {priority} priority, tagged {tags}.", "New task: {title}, priority {priority}, tags {tags}."], lambda d: d.pick([{"id": d.number()}, "created"])),
    spec("set alarm", ["Sets an alarm.", "Set an alarm clock."], "alarm", lambda d: [text("time", "When it rings.")] + [flag("repeat", "Whether it rings every day.")],
         ["Set an alarm for {time}, repeat {repeat}.", "Wake me at {time} (repeat {repeat}).", "Alarm at {time} with repeat {repeat}, please."], lambda d: d.pick(["ok", "set"])),
    spec("get order_status", ["Gets the status of an order.", "Looks up an order by its number."], "status", lambda d: [integer("order_id", "The number of the order.")],
         ["What is the status of order {order_id}?", "Where is my order {order_id}?", "Check order {order_id}.", "Has order {order_id} been shipped?"], lambda d: d.pick(["shipped", "pending", {"status": "shipped", "days": d.between(1, 9)}]), ["订单{order_id}的状态是什么?"]),
    spec("cancel order", ["Cancels an order.", "Cancel an order by id."], "order", lambda d: [integer("order_id", "The number of the order.")] + [text("reason", "Why.", optional=True)],
         ["Cancel order {order_id}.", "Please cancel my order {order_id}.", "I want to cancel the order {order_id} because of {reason}."], lambda d: d.pick(["cancelled", True, {"status": "cancelled"}]), ["取消订单{order_id}。"]),
    spec("play song", ["Plays a song.", "Play music."], "song", lambda d: [text("title", "The song."), text("artist", "Who sings it.", optional=True)], ["Play {title} by {artist}.", "Play the song {title}.", "I want to hear {title}.", "Put on {title} by {artist}."], lambda d: d.pick(["playing", "ok"])),
    spec("set temperature", ["Sets the temperature of a room.", "Set the thermostat."], "temperature", lambda d: [text("room", "The room."), number("degrees", "The temperature.")],
         ["Set the temperature in the {room} to {degrees} degrees.", "Make the {room} {degrees} degrees.", "Heat the {room} to {degrees}."], lambda d: d.pick(["ok", "done"])),
    spec("turn light", ["Switches a light on or off.", "Turns a light on or off."], "light", lambda d: [text("room", "The room."), choice("state", "on off", "On or off.")], ["Turn {state} the light in the {room}.", "Turn the {room} light {state}.", "Switch the light in the {room} {state}."], lambda d: d.pick(["ok", True])),
    spec("translate text", ["Translates a text.", "Translate text into a language."], "translation", lambda d: [text("text", "What to translate."), text("language", "The language.")],
         ["Translate {text} into {language}.", "How do you say {text} in {language}?", "What is {text} in {language}?"], lambda d: d.words(1, 3), ["把{text}翻译成{language}。"]),
    spec("find restaurant", ["Finds restaurants in a city.", "Search restaurants."], "restaurant", lambda d: [text("city", "The city."), text("cuisine", "The kind of food.")] + [integer("limit", "How many to return.", optional=True, default=5)],
         ["Find a {cuisine} restaurant in {city}.", "Where can I eat {cuisine} food in {city}?", "Show me {limit} {cuisine} restaurants in {city}.", "I want {cuisine} food in {city}."], lambda d: d.pick([d.name(), [d.name(), d.name()]])),
    spec("search products", ["Searches the shop.", "Find products by name and price."], "product", lambda d: [text("query", "What to look for."), number("max_price", "The highest price.")],
         ["Find {query} under {max_price} dollars.", "Search for {query} that cost at most {max_price}.", "Show me {query} for less than {max_price}."], lambda d: d.pick([{"count": d.number(), "best": d.name()}, d.number()])),
    spec("get distance", ["Gets the distance between two cities.", "Distance in kilometres."], "distance", lambda d: [text("from", "The first city."), text("to", "The second city.")],
         ["How far is it from {from} to {to}?", "What is the distance between {from} and {to}?", "Distance from {from} to {to}?"], lambda d: d.pick([d.number(10, 999), f"{d.number(10, 999)} km"]), ["从{from}到{to}有多远?"]),
    spec("add contact", ["Adds a contact.", "Add somebody to the address book."], "contact", lambda d: [text("name", "The name."), text("email", "The address.")], ["Add {name} with email {email} to my contacts.", "Save {name}, {email}.", "New contact {name} at {email}."], lambda d: d.pick(["added", "ok"])),
    spec("create event", ["Creates an event in the calendar.", "Add a calendar event."], "event", lambda d: [text("title", "The title."), text("date", "The day."), integer("duration", "Minutes."), texts("guests", "Who comes.")],
         ["Create an event {title} on {date} for {duration} minutes with {guests}.", "Put {title} into my calendar on {date}, {duration} minutes, guests {guests}.", "Plan {title} on {date} with {guests} for {duration} minutes."], lambda d: d.pick(["created", {"id": d.number()}])),
    spec("get user", ["Gets a user by id.", "Looks up a user."], "user", lambda d: [integer("id", "The user's id.")], ["Who is user {id}?", "Show me user {id}.", "Look up the user with id {id}.", "Get user number {id}."], lambda d: d.pick([d.full_name(), {"name": d.person(), "age": d.between(10, 99)}])),
    spec("count words", ["Counts the words of a text.", "Count words."], "count", lambda d: [text("text", "The text.")], ["How many words are in {text}?", "Count the words of {text}."], lambda d: d.number()),
    spec("roll dice", ["Rolls dice.", "Roll some dice."], "result", lambda d: [integer("count", "How many dice."), integer("sides", "How many sides each has.")], ["Roll {count} dice with {sides} sides.", "Throw {count} dice that have {sides} sides."], lambda d: d.pick([d.number(), [d.between(1, 9), d.between(1, 9)]])),
    spec("sort numbers", ["Sorts numbers.", "Sort a list of numbers."], "list", lambda d: [integers("values", "The numbers.")] + [flag("descending", "Largest first.", optional=True, default=False)],
         ["Sort {values}.", "Sort the numbers {values}.", "Put {values} in order.", "Sort {values} with descending {descending}."], lambda d: [d.number(), d.number()]),
    spec("get average", ["Computes the average of numbers.", "Average."], "average", lambda d: [integers("numbers", "The numbers.")], ["What is the average of {numbers}?", "Compute the mean of {numbers}.", "Average of {numbers}?"], lambda d: float(f"{d.number()}.5"), ["{numbers}的平均数是多少?"]),
    spec("read file", ["Reads a file.", "Returns the content of a file."], "content", lambda d: [text("path", "The path.")], ["Read the file {path}.", "What is in {path}?", "Show me the content of {path}.", "Open {path}."], lambda d: d.words(2, 4)),
    spec("delete file", ["Deletes a file.", "Remove a file."], "file", lambda d: [text("path", "The path.")], ["Delete {path}.", "Remove the file {path}.", "Please delete the file {path}."], lambda d: d.pick(["deleted", True])),
    spec("get exchange_rate", ["Gets an exchange rate.", "Exchange rate of two currencies."], "rate", lambda d: [choice("base", "USD EUR GBP JPY", "The first currency."), choice("target", "CNY CHF SEK INR", "The second currency.")],
         ["What is the exchange rate from {base} to {target}?", "{base} to {target} rate?", "Exchange rate {base}/{target}?"], lambda d: float(f"{d.number(1, 9)}.{d.between(10, 99)}")),
    spec("get recipe", ["Gets a recipe.", "Finds a recipe for a dish."], "recipe", lambda d: [text("dish", "The dish."), integer("servings", "For how many people.", optional=True, default=4)], ["How do I cook {dish}?", "Recipe for {dish}?", "Give me a recipe for {dish} for {servings} people."], lambda d: d.words(2, 4)),
    spec("get score", ["Gets the score of a match.", "Result of a game."], "score", lambda d: [text("team", "The team.")], ["How did {team} play?", "What is the score of {team}?", "Did {team} win?", "Score of {team}?"], lambda d: d.pick([f"{d.between(0, 9)}:{d.between(0, 9)}", {"home": d.between(0, 9), "away": d.between(0, 9)}])),
    spec("update price", ["Updates the price of a product.", "Set a new price."], "price", lambda d: [integer("product_id", "The product."), number("price", "The new price."), flag("notify", "Tell customers.", optional=True, default=False)],
         ["Set the price of product {product_id} to {price}.", "Change product {product_id} to {price} and set notify to {notify}.", "Product {product_id} now costs {price}."], lambda d: d.pick(["updated", True])),
    spec("get population", ["Gets the population of a country.", "Population by country."], "population", lambda d: [text("country", "The country.")] + [integer("year", "The year.", optional=True)],
         ["How many people live in {country}?", "Population of {country}?", "What was the population of {country} in {year}?"], lambda d: d.number(100, 99999), ["{country}有多少人口?"]),
]
