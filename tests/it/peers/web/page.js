// A room as a person sees it in a web client that nobody here wrote (hydrogen-view-sdk). The browser
// test calls `show` once the page is there; what is on the screen then is the client's own doing.
import {
    Client, FeatureSet, LoadStatus, Platform, RoomViewModel, TimelineView, createNavigation,
    createRouter, viewClassForTile,
} from "hydrogen-view-sdk";

const container = document.querySelector("#app");
const assetPaths = {
    downloadSandbox: "assets/download-sandbox.html",
    worker: "assets/main.js",
    olm: { wasm: "olm.wasm", legacyBundle: "olm_legacy.js", wasmBundle: "olm.js" },
    serviceWorker: "sw.js",
};

async function begin() {
    const platform = new Platform({ container, assetPaths, config: {}, options: { development: true } });
    const navigation = createNavigation();
    platform.setNavigation(navigation);
    await platform.init();
    const urlRouter = createRouter({ navigation, history: platform.history });
    urlRouter.attach();
    return { platform, navigation, urlRouter, client: new Client(platform) };
}

async function login({ client }, homeserver, user, password) {
    const options = await client.queryLogin(homeserver).result;
    client.startWithLogin(options.password(user, password));
    await client.loadStatus.waitFor((status) =>
        [LoadStatus.Ready, LoadStatus.Error, LoadStatus.LoginFailed].includes(status)).promise;
    if (client.loginFailure || client.loadError) {
        throw new Error(client.loginFailure || client.loadError.message);
    }
}

async function joined(session, id) {
    while (!session.rooms.get(id)) {
        await new Promise((done) => setTimeout(done, 100));
    }
    return session.rooms.get(id);
}

const begun = begin();

window.show = async (homeserver, user, password) => {
    await login(await begun, homeserver, user, password);
    return (await begun).client.session.deviceId;
};

window.enter = async (id) => {
    const { client, platform, navigation, urlRouter } = await begun;
    const { session } = client;
    const room = await joined(session, id);
    const features = await FeatureSet.load(platform.settingsStorage);
    const model = new RoomViewModel(
        { room, ownUserId: session.userId, platform, urlRouter, navigation, features });
    await model.load();
    container.replaceChildren(new TimelineView(model.timelineViewModel, viewClassForTile).mount());
};
